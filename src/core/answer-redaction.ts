import { isObject, type JsonObject, parseJson, text } from './json.ts';
import { readerOfStep } from './resources/readers.ts';

/**
 * Members whose values are the caller's own and may be secret: environment, hyperparameters, arguments of the container. No rule asks
 * for any of them. Definitions of jobs and pipelines spell them in their own ways, so case does not matter.
 */
const callersOwn =
  /^(environment|environmentvariables|environmentparameters?|envvars?|env|hyperparameters|statichyperparameters|tunedhyperparameters|initialhyperparameters|hookparameters|ruleparameters|containerarguments|containerentrypoint|args|entrypoint|command|parameters|defaultvalue)$/i;

/** Words in the name of a member that call its value secret, whatever it is; how many tokens there are is no secret. */
const secret = /secret|credential|token(?!count)|passw|passphrase|passcode|pass($|[-_.\d])|pwd|(api|access|private|pass)[-_.]?key/i;

/** JSON in a string, of which posture is read: a pipeline's definition, a job's document. */
const documents = /^(pipelinedefinition|jobconfigdocument|jobconfig)$/i;

/** Says that something was there, and nothing else of it. */
export const redactedMark = '[redacted]';

/**
 * An answer of Describe as it may be kept. What is replaced stays a text, so that the rest is read as before; an absent or empty
 * member stays as it is.
 */
export function redactAnswer(answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return members(answer);
}

function members(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return mapped(value, (name, inner) => (/^arguments$/i.test(name) ? argumentsIn(value, inner) : redacted(name, inner)));
}

const mapped = (value: JsonObject, map: (name: string, inner: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, map(name, inner)]));

/** A pipeline's steps have their request under `Arguments`: the network settings are in there. Any other has what the caller passes on. */
function argumentsIn(step: JsonObject, value: unknown): unknown {
  if (!isObject(value)) return marked(value);
  const type = text(step, 'Type')?.toLowerCase() ?? '';
  if (readerOfStep(type)) return members(value);
  return type === 'condition' ? mapped(value, inCondition) : marked(value);
}

/** Of a condition the steps of its branches are judged, not what it compares. */
const inCondition = (name: string, value: unknown): unknown => (/^(if|else)steps$/i.test(name) ? redacted(name, value) : marked(value));

function redacted(name: string, value: unknown): unknown {
  if (documents.test(name) && typeof value === 'string') return documentOf(value);
  if (callersOwn.test(name) || secret.test(name)) return marked(value);
  if (Array.isArray(value)) return value.map((element) => redacted('', element));
  if (isObject(value)) return members(value);
  return typeof value === 'string' ? withoutUserInfo(value) : value;
}

const marked = (value: unknown): unknown => (isEmpty(value) ? value : redactedMark);

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

/** What is no JSON is opaque to every rule; nothing of it can be kept. */
function documentOf(text: string): string {
  const parsed = parseJson(text);
  return isObject(parsed) ? JSON.stringify(members(parsed)) : redactedMark;
}

/** `https://user:token@host` of a Git repository. */
function withoutUserInfo(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/i, `$1${redactedMark}@`);
}
