import { isObject, type JsonObject } from '../json.ts';
import { parseOperator, type Test } from './condition.ts';
import { folded, type Pattern, wildcard } from './pattern.ts';

/** A policy document that can be evaluated. */
export interface EvaluablePolicy {
  /** How it is named in what is written: a file's name, or what it is. */
  readonly name: string;
  readonly statements: readonly EvaluableStatement[];
}

export interface EvaluableStatement {
  /** Its Sid, or its place: `Statement[2]`. */
  readonly id: string;
  readonly effect: 'Allow' | 'Deny';
  /** Case does not matter: in lower case. */
  readonly action: Matcher<Pattern>;
  /** As templates: they may have variables. */
  readonly resource: Matcher<string>;
  readonly conditions: readonly Test[];
}

/** `except`: NotAction, NotResource. */
export interface Matcher<T> {
  readonly except: boolean;
  readonly patterns: readonly T[];
}

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: EvaluablePolicy }
  /** Each names its place, what is there, and what was expected. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** A document as IAM's grammar has it: of an SCP or an identity-based policy. */
export function parsePolicy(name: string, document: unknown): ParsedPolicy {
  const problems: string[] = [];
  const reader = new Reader(problems);
  const statements = reader.document(document);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, policy: { name, statements } };
}

const versions = ['2012-10-17', '2008-10-17'];
const members = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

class Reader {
  readonly #problems: string[];
  #variables = true;

  constructor(problems: string[]) {
    this.#problems = problems;
  }

  document(document: unknown): EvaluableStatement[] {
    if (!isObject(document)) return this.#refuse('the document', document, 'a JSON object with Version and Statement');
    const { Version: version = '2008-10-17', Statement: statement } = document;
    if (typeof version !== 'string' || !versions.includes(version)) this.#refuse('Version', version, versions.join(' or '));
    const list = Array.isArray(statement) ? statement : [statement];
    if (list.length === 0) this.#refuse('Statement', statement, 'one statement at least');
    this.#variables = version === '2012-10-17';
    return list.flatMap((each, at) => this.#statement(each, `Statement[${at}]`));
  }

  #statement(value: unknown, at: string): EvaluableStatement[] {
    if (!isObject(value)) return this.#refuse(at, value, 'an object');
    for (const name of Object.keys(value)) {
      if (name === 'Principal' || name === 'NotPrincipal')
        this.#refuse(`${at}.${name}`, value[name], 'an SCP or an identity-based policy, which have none');
      else if (!members.includes(name)) this.#refuse(`${at}.${name}`, value[name], members.join(', '));
    }
    const { Sid: sid, Effect: effect } = value;
    if (sid !== undefined && typeof sid !== 'string') this.#refuse(`${at}.Sid`, sid, 'a string');
    if (effect !== 'Allow' && effect !== 'Deny') return this.#refuse(`${at}.Effect`, effect, 'Allow or Deny');
    const action = this.#either(value, 'Action', at);
    return [
      {
        id: typeof sid === 'string' && sid !== '' ? sid : at,
        effect,
        action: { ...action, patterns: action.patterns.map((pattern) => folded(wildcard(pattern))) },
        resource: this.#either(value, 'Resource', at),
        conditions: this.#conditions(value.Condition, `${at}.Condition`),
      },
    ];
  }

  #either(statement: JsonObject, name: 'Action' | 'Resource', at: string): Matcher<string> {
    const named = [name, `Not${name}`].filter((member) => statement[member] !== undefined);
    const [member] = named;
    if (member === undefined || named.length > 1)
      this.#refuse(at, named.join(' and ') || `no ${name}`, `${name} or Not${name}, and not both`);
    const patterns = member === undefined ? [] : this.#texts(statement[member], `${at}.${member}`);
    if (member !== undefined && patterns.length === 0) this.#refuse(`${at}.${member}`, statement[member], 'one at least');
    return { except: member !== name, patterns };
  }

  #conditions(block: unknown, at: string): Test[] {
    if (block === undefined) return [];
    if (!isObject(block)) return this.#refuse(at, block, 'an object: operator, key, values');
    return Object.entries(block).flatMap(([name, keys]) => {
      const operator = parseOperator(name);
      if (!operator) return this.#refuse(at, name, 'a condition operator of IAM, such as StringEquals, Null or ForAnyValue:StringLike');
      if (!isObject(keys)) return this.#refuse(`${at}.${name}`, keys, 'an object: key, values');
      return Object.entries(keys).map(([key, values]) => ({ ...operator, key, values: this.#texts(values, `${at}.${name}.${key}`) }));
    });
  }

  /** A string, a boolean or a number, or a list of them. */
  #texts(value: unknown, at: string): string[] {
    const list = Array.isArray(value) ? value : [value];
    return list.flatMap((each) =>
      ['string', 'boolean', 'number'].includes(typeof each)
        ? [this.#literal(String(each))]
        : this.#refuse(at, each, 'a string or a list of strings'),
    );
  }

  /** Before 2012-10-17 there are no variables: `${$}` is a dollar sign in every version that has them. */
  #literal(text: string): string {
    return this.#variables ? text : text.replaceAll('${', `\${$}{`);
  }

  #refuse(at: string, found: unknown, expected: string): never[] {
    const shown = typeof found === 'string' ? found : found === undefined ? 'nothing' : (JSON.stringify(found) ?? typeof found);
    this.#problems.push(`${at}: found ${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}, expected ${expected}`);
    return [];
  }
}
