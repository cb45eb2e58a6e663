import { classify, judge } from '../../core/judge.ts';
import type { NetworkFacts } from '../../core/network.ts';
import type { Policy } from '../../core/policy.ts';
import type { SageMaker } from '../ports.ts';
import { changeOf } from './change.ts';
import type { AnswerLine, Place } from './ports.ts';
import type { PostureResource } from './resource.ts';

export interface PostureContext {
  readonly policy: Policy;
  /** ISO 8601. */
  readonly asOf: string;
  /** EC2's facts of a place; `undefined`: no rule asks for them. */
  readonly networkOf: (place: Place) => NetworkFacts | undefined;
  /** Asked for what an exemption by tag may cover, and for nothing else. */
  readonly sageMaker: Pick<SageMaker, 'tags'>;
}

/** `null`: it is not there any more. */
export interface JudgedLine {
  readonly line: AnswerLine;
  /** In `answers.jsonl`, from 0. */
  readonly index: number;
  readonly resource: PostureResource | null;
  /** An exemption asks for its tags, and they could not be seen. */
  readonly tagsUnseen: boolean;
}

/** Judges what was said, one resource after the other, by the rules that judge a record. */
export async function* judged(lines: Iterable<AnswerLine>, context: PostureContext): AsyncGenerator<JudgedLine> {
  let index = -1;
  for (const line of lines) {
    index++;
    if (line.why === 'resource-gone') yield { line, index, resource: null, tagsUnseen: false };
    else yield { line, index, ...(await judgedOne(line, context)) };
  }
}

async function judgedOne(line: AnswerLine, context: PostureContext): Promise<Pick<JudgedLine, 'resource' | 'tagsUnseen'>> {
  const { policy, asOf } = context;
  const network = context.networkOf(line);
  const by = { policy, asOf, ...(network && { network }) };
  let change = changeOf(line);
  let findings = judge(change, by);
  let tagsUnseen = false;
  if (classify(findings) === 'non-compliant' && policy.exemptions.some(({ match }) => match.tag !== undefined) && line.arn !== null) {
    const { account, region, type, name, arn } = line;
    const tags = await context.sageMaker.tags(arn, { account, region, type, name, arn });
    tagsUnseen = !tags.known;
    if (tags.known) {
      change = { ...change, tags: tags.value };
      findings = judge(change, by);
    }
  }
  const { account, region, type, name, arn, creationTime, status, askedAt } = line;
  const resource = { account, region, type, name, arn, creationTime, status, change, findings, class: classify(findings) };
  return { resource: { ...resource, describedAt: askedAt }, tagsUnseen };
}
