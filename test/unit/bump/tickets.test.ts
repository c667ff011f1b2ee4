import { describe, expect, test } from '@jest/globals';
import { configuredTickets } from '@rollcall/domain/bump/tickets';

const url = 'https://tracker.example.com/{ticket}';

describe('tickets of messages', () => {
  test('are found once each, and lead where the configuration says', () => {
    const tickets = configuredTickets({ tickets: { pattern: '[A-Z]+-[0-9]+', url } });
    expect(tickets?.find('SHOP-1: a basket\n\nFixes SHOP-22, SHOP-1')).toEqual(['SHOP-1', 'SHOP-22']);
    expect(tickets?.address('SHOP-1')).toBe('https://tracker.example.com/SHOP-1');
  });

  test('lead nowhere else, whatever a message holds', () => {
    const tickets = configuredTickets({ tickets: { pattern: '[^ ]-[0-9]+', url } });
    const [half = ''] = tickets?.find('\u{1F600}-12 )-3') ?? [];
    expect(tickets?.address(half)).toBe('https://tracker.example.com/%EF%BF%BD-12');
    expect(tickets?.address('$&/)-3')).toBe('https://tracker.example.com/%24%26%2F%29-3');
  });

  test('a pattern that cannot be searched for is a mistake', () => {
    expect(() => configuredTickets({ tickets: { pattern: '[', url } })).toThrow('the pattern of tickets');
    expect(() => configuredTickets({ tickets: { pattern: '(a+)+\\1', url } })).toThrow('the pattern of tickets');
    expect(configuredTickets({})).toBeNull();
  });
});
