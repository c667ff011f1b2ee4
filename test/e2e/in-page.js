// What the tests of the report page ask it, run inside of it. Plain JavaScript: nothing compiles it on its way there.
globalThis.inPage = {
  /** Text that a person sees with less than 4.5 to 1 between its colour and what is behind it. */
  faintTexts() {
    const parse = (text) => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [red, green, blue, alpha];
    };
    const over = ([red, green, blue, alpha], below) =>
      [red, green, blue].map((value, index) => value * alpha + below[index] * (1 - alpha));
    const behind = (element) => {
      if (!element) return [255, 255, 255];
      const colour = parse(getComputedStyle(element).backgroundColor);
      return colour[3] === 1 ? colour : over(colour, behind(element.parentElement));
    };
    const luminance = (colour) => {
      const [red, green, blue] = colour.slice(0, 3).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const faint = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let seen = 0;
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      const isSeen = element.checkVisibility() && !element.closest('.unseen, script');
      if (text.textContent.trim() === '' || !isSeen) continue;
      seen += 1;
      const back = behind(element);
      const front = over(parse(getComputedStyle(element).color), back);
      const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < 4.5) faint.add(`${ratio.toFixed(2)} ${element.outerHTML.slice(0, 200)}`);
    }
    if (seen < 40) faint.add(`only ${seen} texts were seen`);
    return [...faint];
  },

  /** What is missing of the structure that a screen reader tells. */
  missingStructure() {
    const missing = new Set();
    const need = (holds, what) => {
      if (!holds) missing.add(what);
    };
    need(document.documentElement.lang === 'en', 'the language');
    need(document.title.startsWith('Rollcall'), 'a title');
    for (const landmark of ['header', 'main', 'footer', 'nav[aria-label]', 'h1'])
      need(document.querySelectorAll(landmark).length === 1, `one ${landmark}`);
    for (const section of document.querySelectorAll('section')) {
      const heading = document.getElementById(section.getAttribute('aria-labelledby'));
      need(heading?.tagName === 'H2' && section.contains(heading), 'a heading of its own for every section');
      need(document.querySelector(`nav a[href="#${heading?.id}"]`), `a link to ${heading?.id}`);
    }
    for (const table of document.querySelectorAll('table')) {
      need(table.caption?.textContent, `a caption of ${table.id}`);
      need(table.tHead?.querySelector('th'), `headers of ${table.id}`);
      for (const { scope, textContent } of table.querySelectorAll('th'))
        need(['col', 'colgroup', 'row'].includes(scope), `the scope of ${textContent}`);
    }
    for (const form of document.querySelectorAll('form')) {
      need(form.getAttribute('aria-label'), 'a name for every form');
      need(/^\d+ of \d+ shown$/.test(form.querySelector('[role=status]')?.textContent), 'a count for every form');
      for (const control of form.querySelectorAll('input, select')) need(control.closest('label'), 'a label');
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    need(new Set(ids).size === ids.length, 'an id for one element only');
    for (const link of document.querySelectorAll('a[href^="#"]'))
      need(document.getElementById(decodeURIComponent(link.hash.slice(1))), `what ${link.hash} leads to`);
    return [...missing];
  },

  /** How far the page as a whole is wider than the screen. */
  overflow() {
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  },

  /** Whether the fonts of an element have a glyph of its own for each character: no two look the same. */
  looksDifferent(selector, characters) {
    const { fontFamily } = getComputedStyle(document.querySelector(selector));
    const images = characters.map((character) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 60;
      const context = canvas.getContext('2d');
      context.font = `40px ${fontFamily}`;
      context.fillText(character, 5, 45);
      return canvas.toDataURL();
    });
    return new Set(images).size === characters.length;
  },

  /** The addresses of all links, and the elements that load or replace something. */
  addresses() {
    return [...document.querySelectorAll('a')].map(({ href }) => href);
  },
  loaders() {
    const names = 'img, link, base, iframe, object, embed, meta[http-equiv=refresh], script + script, style + style';
    return [...document.querySelectorAll(names)].map(({ outerHTML }) => outerHTML);
  },

  /** The findings that are shown. */
  findings() {
    const rows = [...document.querySelectorAll('#findings-table tbody tr')].filter((row) => row.checkVisibility());
    return rows.map(({ dataset: { kind, rule, service }, textContent: text }) => ({ kind, rule, service, text }));
  },
  shown(table) {
    return document.querySelector(`[data-table=${table}-table] [role=status]`).textContent;
  },

  /** What has the focus, and whether a person sees that. */
  focused() {
    const element = document.activeElement;
    const { top, bottom } = element.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return {
      form: element.form?.dataset.table ?? '',
      name: element.name ?? '',
      text: element.textContent.trim().slice(0, 100),
      isSeen: bottom > 0 && top < innerHeight && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    };
  },
};
