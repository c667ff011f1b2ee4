import { addAll, groupInto } from '../../../grouping.ts';
import { isMutableTag } from '../../../images/tag.ts';
import { placesIn } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { dockerfiles, isOfActions, scripts, terraformFiles } from '../../../tree/file-types.ts';
import { placesOf } from '../../../yaml/workflow-scalars.ts';
import { type CommandLine, commandLines } from '../../facts/ci/command-lines.ts';
import { terraform } from '../../facts/terraform/resources.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const imageTagImmutableConflict: Rule = {
  id: 'image-tag-immutable-conflict',
  title: 'Nothing pushes a tag twice where tags are immutable',
  severity: 'error',
  incident: '004 4.3',
  help: 'Push the tag of one build only, or let the repository exclude this tag (image_tag_mutability_exclusion_filter).',
  needs: [registerFiles, scripts, dockerfiles, terraformFiles],
  *check(context) {
    const declared = immutableIn(context);
    if (declared === null) return;
    const commands = new Map<string, CommandLine[]>();
    for (const line of commandLines(context)) {
      if (line.text.length > 10_000 || !isPush(line.text)) continue;
      groupInto(commands, line.path, line);
    }
    for (const [path, text] of context.texts) {
      if (!/amazon-ecr-login|\.dkr\.ecr\.|\becr\s+get-login/.test(text)) continue;
      const place = placesIn({ path, text });
      for (const { offset, reference, tag } of pushes(path, commands.get(path) ?? [], context)) {
        yield {
          location: place(offset),
          subject: tag,
          message: `${quoteName(reference)} is pushed by every build, and ${showPath(declared)} makes tags immutable: every push but the first is refused`,
        };
      }
    }
  },
};

/** The file that makes the tags of every repository it declares immutable; null where one differs, or is not known. */
function immutableIn(context: RuleContext): string | null {
  const files = terraform(context).filter(({ code }) => /image_tag_mutability/.test(code));
  if (files.some(({ code }) => /image_tag_mutability_exclusion_filter|"MUTABLE"|_WITH_EXCLUSION/.test(code)))
    return null;
  const set = files.flatMap(({ path, blocks }) =>
    blocks.flatMap(({ attributes }) =>
      [...attributes].flatMap(([name, { literal }]) => (/image_tag_mutability$/.test(name) ? [{ path, literal }] : [])),
    ),
  );
  return set.every(({ literal }) => literal === 'IMMUTABLE') ? (set[0]?.path ?? null) : null;
}

function isPush(command: string): boolean {
  const tool = command.search(/\b(?:docker|podman|buildah|crane)\b/);
  return tool !== -1 && /\spush\s|--push\b/.test(command.slice(tool));
}

interface Push {
  offset: number;
  reference: string;
  tag: string;
}

/** What a file pushes to a private registry of AWS under a tag that is always the same. */
function pushes(path: string, commands: readonly CommandLine[], context: RuleContext): Push[] {
  const found: Push[] = [];
  for (const { start, text } of commands) {
    for (const match of text.matchAll(/(?:\s-t[ =]|\s--tag[ =]|\spush\s+)["']?([^\s"']+)/g))
      addAll(found, asPush(match[1] ?? '', start + match.index + match[0].length - (match[1] ?? '').length));
  }
  const file = isOfActions(path) ? context.yaml(path) : undefined;
  for (const { path: at, start, end, parent } of file ? placesOf(file).scalars : []) {
    if (at.at(-1) !== 'tags' || at.at(-2) !== 'with' || String(parent?.get('push') ?? 'false') === 'false') continue;
    for (const match of (file?.text.slice(start, end) ?? '').matchAll(/[^\n,"']+/g))
      addAll(found, asPush(match[0].trim(), start + match.index + match[0].search(/\S|$/)));
  }
  return found;
}

function asPush(reference: string, offset: number): Push[] {
  const [, name = '', tag = ''] = /^(.+):([\w.-]+)$/.exec(reference) ?? [];
  if (tag === '' || !isMutableTag(tag)) return [];
  const [registry = ''] = name.replace(/\$\{[^}]*\}{0,2}/g, '$').split('/');
  // Another registry has rules of its own.
  const other = !registry.includes('$') && !registry.includes('.dkr.ecr.');
  return other ? [] : [{ offset, reference, tag }];
}
