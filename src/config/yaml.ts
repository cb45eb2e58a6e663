import { Composer, type Document, isScalar, LineCounter, type ParsedNode, Parser, type YAMLError } from 'yaml';
import { type Place, PlaceReader } from './place.ts';
import type { Problem } from './problem.ts';
import { quote } from './words.ts';

export interface Source {
  /** Absent: not YAML, see the problems. */
  readonly root?: Place;
  readonly problems: readonly Problem[];
  position(offset: number): { readonly line: number; readonly column: number };
}

/** A policy is 6 deep. V8 aborts the process when a regular expression is first compiled on an almost full stack: refuse long before. */
const maxDepth = 50;

export function readYaml(source: string): Source {
  const lines = new LineCounter();
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const failed = (problems: readonly Problem[]): Source => ({ problems, position });
  const failedAt = (offset: number, text: string): Source => failed([{ offset, text }]);

  let documents: Document.Parsed[];
  try {
    const tokens = [...new Parser(lines.addNewLine).parse(source)];
    const control = /(?![\t\n\r])\p{Cc}/u.exec(source);
    if (control) return failedAt(control.index, `control character ${quote(control[0])}: YAML allows none`);
    const deep = tooDeep(tokens);
    if (deep !== undefined) return failedAt(deep, tooNested);
    documents = [...new Composer(composerOptions).compose(tokens, true, source.length)];
  } catch (error) {
    if (error instanceof RangeError) return failedAt(0, tooNested);
    throw error;
  }
  const [document, second] = documents;
  if (!document) return failedAt(0, empty);

  const syntax = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]).map(syntaxProblem);
  if (second) syntax.push({ offset: second.range[0], text: 'a second document starts here: a policy is one document' });
  if (document.directives.yaml.version !== '1.2') {
    syntax.unshift({ offset: Math.max(source.indexOf('%YAML'), 0), text: `%YAML ${document.directives.yaml.version}: expected YAML 1.2` });
  }
  if (syntax.length > 0) return failed(firstOfEachLine(syntax, position));
  if (isScalar(document.contents) ? document.contents.value === null : !document.contents) return failedAt(0, empty);

  const reader = new PlaceReader(position);
  return { root: reader.read(document.contents as ParsedNode), problems: reader.problems, position };
}

const tooNested = `nested more than ${maxDepth} deep`;
const empty = 'the file is empty: expected at least "version: 1"';

/** YAML 1.2 core: `on`, `off` and dates stay strings. Duplicate keys are found here, because the library's search is quadratic. */
const composerOptions = {
  prettyErrors: false,
  stringKeys: true,
  uniqueKeys: false,
  merge: false,
  schema: 'core',
  version: '1.2',
  resolveKnownTags: false,
  logLevel: 'error',
} as const;

/** Offset of the first value beyond the limit. Walks without recursion. */
function tooDeep(tokens: readonly unknown[]): number | undefined {
  const stack = tokens.map((token) => ({ token, depth: 0 }));
  for (let top = stack.pop(); top; top = stack.pop()) {
    if (typeof top.token !== 'object' || top.token === null) continue;
    const { offset, items, value, key } = top.token as { offset?: number; items?: unknown; value?: unknown; key?: unknown };
    if (top.depth > maxDepth && offset !== undefined) return offset;
    const depth = Array.isArray(items) ? top.depth + 1 : top.depth;
    for (const child of [value, key, ...(Array.isArray(items) ? items : [])]) stack.push({ token: child, depth });
  }
  return undefined;
}

function syntaxProblem(error: YAMLError): Problem {
  const offset = error.pos[0];
  if (error.code === 'TAB_AS_INDENT') return { offset, text: 'tab in the indentation: YAML takes spaces only' };
  if (error.code === 'NON_STRING_KEY') return { offset, text: 'expected a word as the key' };
  if (error.code === 'TAG_RESOLVE_FAILED') return { offset, text: 'unknown tag: a policy needs none' };
  return { offset, text: `not valid YAML: ${quote(error.message).slice(1, -1).replaceAll('\\"', '"')}` };
}

/** One mistake makes the parser stumble several times. */
function firstOfEachLine(problems: readonly Problem[], position: Source['position']): Problem[] {
  const byLine = new Map<number, Problem>();
  for (const problem of problems) {
    const { line } = position(problem.offset);
    if (!byLine.has(line)) byLine.set(line, problem);
  }
  return [...byLine.values()];
}
