import { isObject, type JsonObject, member, object, text } from '../json.ts';
import type { Break } from './plan.ts';

/**
 * What a container says of itself that will not work once it has no network. Names only: values may be secrets. Sources: developer
 * guide, "mkt-algo-model-internet-free" (no inbound or outbound calls, not even to S3; no AWS credentials in the container);
 * huggingface/sagemaker-huggingface-inference-toolkit (HF_MODEL_ID downloads from the Hub at start);
 * aws/sagemaker-inference-toolkit and sagemaker-training-toolkit (SAGEMAKER_SUBMIT_DIRECTORY is fetched from S3 by the container).
 */
export function isolationHints(resource: string, container: JsonObject): Break[] {
  const environment = Object.entries(object(container, 'Environment') ?? {});
  const named = environment.flatMap(([name, value]) =>
    hintOf(name, String(value)).map((what): Break => ({ resource, what, evidence: name })),
  );
  const image = text(container, 'Image') ?? '';
  const hasData =
    text(container, 'ModelDataUrl') !== undefined ||
    isObject(member(container, 'ModelDataSource')) ||
    text(container, 'ModelPackageName') !== undefined;
  return [
    ...named,
    ...(hasData || image === ''
      ? []
      : [{ resource, what: 'no-model-data', evidence: 'neither ModelDataUrl nor ModelDataSource' } as const]),
    ...unsupported(resource, image),
  ];
}

/** Hyperparameters and environment of a job. */
export function jobHints(resource: string, values: JsonObject, image: string): Break[] {
  const hints = Object.entries(values).flatMap(([name, value]) =>
    hintOf(name, String(value)).map((what): Break => ({ resource, what, evidence: name })),
  );
  return [...hints, ...unsupported(resource, image)];
}

/** Developer guide, "mkt-algo-model-internet-free": these managed containers need S3, and do not support isolation. */
function unsupported(resource: string, image: string): Break[] {
  const found = /sagemaker-(chainer|rl)[-:@]/.exec(image);
  return found ? [{ resource, what: 'image-unsupported', evidence: `sagemaker-${found[1]}` }] : [];
}

const downloads =
  /^(HF_(MODEL_ID|HUB|ENDPOINT|TOKEN|DATASET)|HUGGING_?FACE_(HUB_)?(TOKEN|MODEL)|HUGGINGFACE_HUB|OPTION_MODEL_ID|MODEL_ID|PIP_|UV_(INDEX|DEFAULT_INDEX)|CONDA_CHANNEL|SM_REQUIREMENTS|SAGEMAKER_REQUIREMENTS|REQUIREMENTS|GIT_|WANDB_|MLFLOW_TRACKING|NGC_|TORCH_HUB|TFHUB_|NLTK_)/i;

function hintOf(name: string, value: string): Break['what'][] {
  const plain = unquoted(value);
  if (/^SAGEMAKER_SUBMIT_DIRECTORY$/i.test(name)) return plain.startsWith('s3://') ? ['reads-s3-itself'] : [];
  if (downloads.test(name)) {
    // A model that is in the container already is not downloaded.
    return plain.startsWith('/opt/ml/') ? [] : ['downloads-at-run-time'];
  }
  if (plain.startsWith('s3://')) return ['reads-s3-itself'];
  return /^[a-z+]{2,12}:\/\//i.test(plain) && !plain.startsWith('file:') ? ['calls-out'] : [];
}

/** The Python SDK writes hyperparameters as JSON. */
const unquoted = (value: string): string => value.replace(/^"(.*)"$/s, '$1');
