import { isObject, parseJson } from './json.ts';

/**
 * Members whose values are the caller's own and may be secret: environment, hyperparameters, arguments of the container, credentials.
 * No rule asks for any of them. Definitions of jobs and pipelines spell them in their own ways, so case does not matter.
 */
const secret =
  /^(environment|environmentvariables|environmentparameters?|envvars?|env|hyperparameters|statichyperparameters|tunedhyperparameters|initialhyperparameters|hookparameters|ruleparameters|containerarguments|containerentrypoint|arguments|args|entrypoint|command|parameters|defaultvalue)$|secret|password|credential|apikey|accesstoken/i;

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
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redacted(name, inner)]));
}

function redacted(name: string, value: unknown): unknown {
  if (documents.test(name) && typeof value === 'string') return documentOf(value);
  if (secret.test(name) && !isStructure(name, value)) return isEmpty(value) ? value : redactedMark;
  if (Array.isArray(value)) return value.map((element) => redacted('', element));
  if (isObject(value)) return members(value);
  return typeof value === 'string' ? withoutUserInfo(value) : value;
}

/** A pipeline's steps have their request under `Arguments`: the network settings are in there. */
const isStructure = (name: string, value: unknown): boolean => /^arguments$/i.test(name) && isObject(value);

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
