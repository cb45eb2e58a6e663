import * as z from 'zod/mini';
import { isInstant } from '../core/record.ts';

/** An audit period, as it is asked of the function; `run` is what the function hands to itself. */
export type BackfillRequest = z.output<typeof request>;

/** The event is not a request: everything that is wrong with it, in one line. */
export class BackfillRequestError extends Error {
  override name = 'BackfillRequestError';
}

const instant = z
  .string('expected a time')
  .check(z.refine((value: string) => isInstant(value), 'expected ISO 8601 in UTC such as 2026-07-01T00:00:00Z'));

const listOf = (form: RegExp, what: string) =>
  z._default(z.array(z.string(what).check(z.regex(form, what)), `expected a list: ${what}`), []);

const request = z.strictObject(
  {
    from: instant,
    to: instant,
    accounts: listOf(/^\d{12}$/, 'expected account ids of 12 digits, as strings'),
    regions: listOf(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'expected Regions such as eu-west-1'),
    acceptUnverified: z._default(z.boolean('expected true or false'), false),
    run: z.optional(
      z.strictObject({
        id: z.string().check(z.regex(/^[\w.-]{1,200}$/)),
        generatedAt: instant,
        round: z.int().check(z.minimum(2), z.maximum(1000)),
      }),
    ),
  },
  'expected an object: from, to, and if need be accounts, regions, acceptUnverified',
);

/** @throws BackfillRequestError */
export function readBackfillRequest(event: unknown): BackfillRequest {
  const parsed = request.safeParse(event);
  if (!parsed.success) throw new BackfillRequestError(parsed.error.issues.map(said).join('; '));
  if (Date.parse(parsed.data.from) >= Date.parse(parsed.data.to))
    throw new BackfillRequestError(`the period is empty: from ${parsed.data.from} is not before to ${parsed.data.to}`);
  return parsed.data;
}

function said(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.map((key) => JSON.stringify(key)).join(', ')} is not known: expected from, to, accounts, regions, acceptUnverified`;
  const where = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : String(part)))
    .join('.')
    .replaceAll('.[', '[');
  return `${where || 'the event'}: ${issue.message}`;
}
