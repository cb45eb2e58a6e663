/**
 * What Slack refuses, of the blocks that alerts use. Sources, all under docs.slack.dev/reference/block-kit: blocks/header-block (text:
 * plain_text, 150), blocks/section-block (text 3,000; 10 fields of 2,000; one of the two), blocks/context-block (10 elements), blocks/divider-block,
 * composition-objects/text-object (1 to 3,000; `verbatim` for mrkdwn, `emoji` for plain_text), blocks (50 in a message). Counted in UTF-16
 * units, of which there are never fewer than of any other kind that Slack may count.
 */
const limits = { blocks: 50, header: 150, section: 3000, fields: 10, field: 2000, elements: 10, text: 3000, message: 40_000 } as const;

type Json = Readonly<Record<string, unknown>>;

/** Every rule that a message breaks; empty: Slack takes it. */
export function blockKitProblems(message: unknown): string[] {
  if (!isObject(message)) return ['invalid_payload'];
  const { text, blocks } = message;
  const problems = typeof text === 'string' && text !== '' ? [] : ['no_text: a message needs a text to fall back to'];
  if (typeof text === 'string' && text.length > limits.message) problems.push(`text: ${text.length} of ${limits.message}`);
  if (typeof text === 'string') problems.push(...markup('text', text));
  if (blocks === undefined) return problems;
  if (!Array.isArray(blocks)) return [...problems, 'blocks: no list'];
  if (blocks.length > limits.blocks) problems.push(`blocks: ${blocks.length} of ${limits.blocks}`);
  return [...problems, ...blocks.flatMap((block: unknown, at) => blockProblems(block).map((problem) => `blocks[${at}] ${problem}`))];
}

function blockProblems(block: unknown): string[] {
  if (!isObject(block)) return ['no object'];
  switch (block.type) {
    case 'header':
      return [...only(block, ['text']), ...textProblems('header', block.text, limits.header, ['plain_text'])];
    case 'section':
      return sectionProblems(block);
    case 'context':
      return [...only(block, ['elements']), ...listProblems('elements', block.elements, limits.elements, limits.text)];
    case 'divider':
      return only(block, []);
    default:
      return [`type ${String(block.type)}: not one that alerts use`];
  }
}

function sectionProblems(block: Json): string[] {
  const problems = only(block, ['text', 'fields']);
  if (block.text === undefined && block.fields === undefined) return [...problems, 'section: neither text nor fields'];
  return [
    ...problems,
    ...(block.text === undefined ? [] : textProblems('section', block.text, limits.section, ['mrkdwn', 'plain_text'])),
    ...(block.fields === undefined ? [] : listProblems('fields', block.fields, limits.fields, limits.field)),
  ];
}

function listProblems(name: string, list: unknown, most: number, characters: number): string[] {
  if (!Array.isArray(list) || list.length === 0) return [`${name}: empty`];
  const problems = list.length > most ? [`${name}: ${list.length} of ${most}`] : [];
  return [...problems, ...list.flatMap((each, at) => textProblems(`${name}[${at}]`, each, characters, ['mrkdwn', 'plain_text']))];
}

function textProblems(name: string, text: unknown, most: number, types: readonly string[]): string[] {
  if (!isObject(text)) return [`${name}: no text object`];
  const { type, text: value } = text;
  if (typeof type !== 'string' || !types.includes(type)) return [`${name}: type ${String(type)}`];
  if (typeof value !== 'string' || value === '') return [`${name}: empty`];
  const problems = only(text, ['text', type === 'mrkdwn' ? 'verbatim' : 'emoji']).map((problem) => `${name}: ${problem}`);
  if (value.length > most) problems.push(`${name}: ${value.length} of ${most}`);
  return [...problems, ...markup(name, value)];
}

/** Not Slack's refusals but ours: half a character, half an entity, and markup in which a name could speak. */
function markup(name: string, text: string): string[] {
  const problems = !/\p{Cs}/u.test(text) ? [] : [`${name}: half a surrogate pair`];
  if (/&(?!amp;|lt;|gt;)/.test(text)) problems.push(`${name}: half an entity`);
  const rest = text.replace(/<https:\/\/[^<>|\s]+\|[^<>|]+>/g, '').replace(/<!date\^\d+\^[^<>|^]+\|[^<>|]+>/g, '');
  if (/[<>]/.test(rest)) problems.push(`${name}: markup other than a link or a date`);
  return problems;
}

function only(object: Json, members: readonly string[]): string[] {
  return Object.keys(object).flatMap((key) => (key === 'type' || members.includes(key) ? [] : [`unknown member ${key}`]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
