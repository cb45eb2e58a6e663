import { ListTagsCommand } from '@aws-sdk/client-sagemaker';

type Input = Readonly<Record<string, unknown>>;
export type Answer = Readonly<Record<string, unknown>>;

/** @smithy/types' static schemas: the number of an operation, and of a document, which is JSON as it is. */
const operationSchema = 9;
const documentSchema = 15;

/**
 * Any operation of SageMaker, by name: JSON 1.1, in and out as it is, through the SDK's own signing, retries, time-outs and errors.
 *
 * The SDK's commands know fewer operations than the service (no DescribeTrainingSession) and drop members of an answer that are
 * newer than they: a posture that is dropped would be read as none. And they are dear: the 76 that are needed here cost 70 KB
 * and 7 ms of every cold start, this one nothing. It is ListTags with another operation in its place, which the serializer and
 * the deserializer look up when they run.
 */
export class SageMakerOperation extends ListTagsCommand {
  constructor(name: string, input: Input) {
    super(input as never);
    this.middlewareStack.add(
      (next, context) => {
        const smithy = context.__smithy_context;
        if (!smithy) throw new TypeError('the SDK has no context for its operations any more');
        smithy.operation = name;
        smithy.operationSchema = [operationSchema, 'com.amazonaws.sagemaker', name, 0, documentSchema, documentSchema];
        return next;
      },
      { step: 'initialize', priority: 'high', name: 'sageMakerOperation' },
    );
  }
}
