import type { ResourceRef } from '../core/change.ts';
import type { ResourceType } from '../core/resources/types.ts';
import { partitionOf } from '../formats/partition.ts';

export interface Link {
  readonly label: string;
  readonly url: string;
}

/*
 * Every part that comes from a record has to match the whole pattern of what it claims to be; a part that does not gives no link, never
 * an escaped one.
 */
const regionPattern = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
/** CloudTrail's eventID is a UUID. */
const eventIdPattern = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
/** SageMaker API reference: names are letters, digits and hyphens, at most 63 (tuning jobs 32). */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;

/** The console's pages by resource type. Types without a page that opens by name are left out. */
const pages: Partial<Record<ResourceType, string>> = {
  CompilationJob: 'compilation-jobs',
  Endpoint: 'endpoints',
  EndpointConfig: 'endpointConfig',
  HyperParameterTuningJob: 'hyper-tuning-jobs',
  Model: 'models',
  NotebookInstance: 'notebook-instances',
  ProcessingJob: 'processing-jobs',
  TrainingJob: 'jobs',
  TransformJob: 'transform-jobs',
};

/** The event in CloudTrail's event history, which keeps 90 days. */
export function eventLink(region: string, eventId: string): Link | undefined {
  const console = consoleOf(region);
  if (!console || !eventIdPattern.test(eventId)) return undefined;
  return { label: 'CloudTrail event', url: `${console}/cloudtrailv2/home?region=${region}#/events/${eventId}` };
}

export function resourceLink(region: string, { type, name }: ResourceRef): Link | undefined {
  const console = consoleOf(region);
  const page = pages[type];
  if (!console || !page || name === null || !namePattern.test(name)) return undefined;
  return { label: `${type} in the console`, url: `${console}/sagemaker/home?region=${region}#/${page}/${name}` };
}

/** @param url from the deployment's own settings; anything but https without credentials gives no link */
export function runbookLink(url: string | undefined): Link | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, username, password, href } = new URL(url);
  const plain = protocol === 'https:' && username === '' && password === '' && !/[\s<>|"'`\\]/.test(href);
  return plain ? { label: 'Runbook', url: href } : undefined;
}

function consoleOf(region: string): string | undefined {
  if (!regionPattern.test(region)) return undefined;
  switch (partitionOf(region)) {
    case 'aws':
      return `https://${region}.console.aws.amazon.com`;
    case 'aws-us-gov':
      return 'https://console.amazonaws-us-gov.com';
    case 'aws-cn':
      return 'https://console.amazonaws.cn';
    default:
      return undefined;
  }
}
