import * as z from 'zod';
import { limitCodes } from '../../core/evidence/limit.ts';
import { count, text } from './words.ts';

export const limit = z.strictObject({
  code: z.enum(limitCodes),
  inconclusive: z.boolean(),
  what: text,
  closedBy: text,
  count,
});
