import { type Outcome, type Truth, together } from './key.ts';
import { goodVpc, setClusterCount, setEncryption, setIsolation, setNetworkConfig, setVpc } from './network.ts';
import type { Random } from './random.ts';
import { child, type Draft } from './request.ts';
import { setTraining, setTuning } from './training.ts';

/** `PipelineDefinition` and `JobConfigDocument`: JSON inside a string. */

const style = { expressions: true };
const opaque: Truth = {
  'vpc-required': ['unknown'],
  'network-isolation-required': ['unknown'],
  'inter-container-encryption-required': ['unknown'],
};

export function setPipeline(request: Draft, random: Random): Truth {
  delete request.PipelineDefinition;
  delete request.PipelineDefinitionS3Location;
  const kind = random.next();
  if (kind < 0.12) {
    request.PipelineDefinitionS3Location = { Bucket: 'pipelines', ObjectKey: `${random.hex(8)}.json` };
    return opaque;
  }
  if (kind < 0.2) {
    request.PipelineDefinition = random.pick(['{"Version":"2020-12-01","Steps":[', '{{definition}}', 'steps: []']);
    return opaque;
  }
  const steps = random.times(0, 4, (index) => step(random, index, 0));
  request.PipelineDefinition = JSON.stringify({
    Version: '2020-12-01',
    Metadata: {},
    Parameters: [{ Name: 'InstanceCount', Type: 'Integer', DefaultValue: 1 }],
    PipelineExperimentConfig: { ExperimentName: { Get: 'Execution.PipelineName' }, TrialName: { Get: 'Execution.PipelineExecutionId' } },
    Steps: steps.map(({ made }) => made),
  });
  return together(steps.map(({ truth }) => truth));
}

interface Step {
  readonly made: Draft;
  readonly truth: Truth;
}

function step(random: Random, index: number, depth: number): Step {
  const types = Object.keys(stepArguments) as StepType[];
  const type = random.pick(depth > 1 ? types.filter((each) => each !== 'Condition') : types);
  const args: Draft = {};
  const truth = stepArguments[type](args, random, depth);
  return { made: { Name: `${type}-${depth}-${index}`, Type: type, Arguments: args }, truth };
}

type StepType = 'Training' | 'Processing' | 'Tuning' | 'Model' | 'AutoML' | 'Transform' | 'Lambda' | 'RegisterModel' | 'Condition';

const stepArguments: Readonly<Record<StepType, (args: Draft, random: Random, depth: number) => Truth>> = {
  Training: (args, random) => setTraining(args, random, style),
  Processing: (args, random) => setNetworkConfig(args, random, setClusterCount(child(args, 'ProcessingResources'), random, style), style),
  Tuning: (args, random) => setTuning(args, random, () => ({}), style),
  Model: (args, random) => ({
    'vpc-required': [setVpc(args, random, 'VpcConfig', style)],
    'network-isolation-required': [setIsolation(args, random, style)],
  }),
  AutoML: (args, random) => setAutoML(child(args, 'AutoMLJobConfig'), random),
  Transform: (args) => {
    args.ModelName = { Get: 'Steps.Model.ModelName' };
    return {};
  },
  Lambda: (args, random) => {
    // Not SageMaker's compute: its VpcConfig is Lambda's own affair.
    args.payload = { VpcConfig: random.pick([null, goodVpc(random)]) };
    return {};
  },
  RegisterModel: () => ({}),
  // The branches of a condition are steps too.
  Condition: (args, random, depth) => {
    const yes = random.times(0, 2, (index) => step(random, index, depth + 1));
    const no = random.times(0, 2, (index) => step(random, index + 2, depth + 1));
    args.Conditions = [{ Type: 'GreaterThan', LeftValue: { Get: 'Parameters.InstanceCount' }, RightValue: 1 }];
    args.IfSteps = yes.map(({ made }) => made);
    args.ElseSteps = no.map(({ made }) => made);
    return together([...yes, ...no].map(({ truth }) => truth));
  },
};

/** `SecurityConfig` of an AutoML job: encryption is judged whatever the count, which nobody records. */
export function setAutoML(holder: Draft, random: Random): Truth {
  delete holder.SecurityConfig;
  if (random.chance(0.15)) {
    if (random.chance(0.5)) holder.SecurityConfig = null;
    return { 'vpc-required': ['fail'], 'inter-container-encryption-required': ['fail'] };
  }
  const security = child(holder, 'SecurityConfig');
  return {
    'vpc-required': [setVpc(security, random)],
    'inter-container-encryption-required': [setEncryption(security, random, 'auto')],
  };
}

/** CreateJob: the document's schema is the service's own, so a VpcConfig counts wherever it is. */
export function setJobDocument(request: Draft, random: Random): Truth {
  const kind = random.next();
  if (kind < 0.15) {
    request.JobConfigDocument = random.pick(['not json', '{"Training":', '']);
    return { 'vpc-required': ['unknown'] };
  }
  if (kind < 0.3) {
    request.JobConfigDocument = JSON.stringify({ Training: { Epochs: 3, Network: { Mode: 'default' } } });
    return { 'vpc-required': ['unknown'] };
  }
  const outcomes: Outcome[] = [];
  const parts = random.times(1, 3, () => {
    const good = goodVpc(random);
    const ok = random.chance(0.7);
    outcomes.push(ok ? 'pass' : 'fail');
    return {
      Compute: [
        {
          VpcConfig: ok
            ? good
            : random.pick<unknown>([
                { ...good, Subnets: [] },
                { ...good, SecurityGroupIds: [] },
              ]),
        },
      ],
    };
  });
  request.JobConfigDocument = JSON.stringify({ Version: 1, Stages: parts });
  return { 'vpc-required': outcomes };
}
