import { SourceError, TrailObjectError } from '../../trail/source.ts';
import { credentialProblem } from '../credential-problem.ts';
import { statusOf } from '../retry.ts';

/** What S3's errors mean for who runs a scan. The service's own messages name the caller's session, and are left out. */

const listing: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no such bucket',
  InvalidBucketName: 'that is no name of a bucket',
  PermanentRedirect: 'the bucket is in another Region, which S3 does not name: set AWS_REGION to it',
  AuthorizationHeaderMalformed: 'the bucket is in another Region: set AWS_REGION to it',
};

const denied =
  'access denied: allow s3:ListBucket on the bucket (for this prefix) and s3:GetObject on its objects, in IAM and in the bucket policy; a bucket that the requester pays for needs --request-payer; --expected-bucket-owner must be its account';

export function listError(place: string, error: unknown): SourceError {
  const { name, message, code } = error as Error & { code?: string };
  const isDenied = name === 'AccessDenied' || statusOf(error) === 403;
  const what = credentialProblem(error) ?? listing[name] ?? (isDenied ? denied : `${code ?? name}: ${message?.split('\n')[0]}`);
  return new SourceError(`${place} cannot be listed: ${what}`, { cause: error });
}

/** @returns a problem of this object alone, or of all of them */
export function objectError(key: string, error: unknown): TrailObjectError | SourceError {
  const credentials = credentialProblem(error);
  if (credentials) return new SourceError(`${key}: ${credentials}`, { cause: error });
  const { name, message = '', code } = error as Error & { code?: string };
  const status = statusOf(error);
  if (name === 'NoSuchKey' || name === 'NotFound' || status === 404) {
    return new TrailObjectError(
      'gone: it was listed, and deleted before it was read',
      'look for its versions (aws s3api list-object-versions --prefix KEY) and for who deleted it; a lifecycle rule of the bucket may be the reason',
      error,
    );
  }
  if (name === 'InvalidObjectState') {
    return new TrailObjectError(
      'archived: its storage class has to be restored before it can be read',
      'aws s3api restore-object --key KEY --restore-request Days=7, wait until it is there, and scan again',
      error,
    );
  }
  if (/^KMS\./.test(name) || /\bkms:/i.test(message)) {
    return new TrailObjectError(
      `its KMS key cannot be used (${safeName(name)})`,
      "allow kms:Decrypt to the caller in the policy of the trail's key, or enable the key, and scan again",
      error,
    );
  }
  if (status === 403) {
    return new TrailObjectError(
      'access denied (s3:GetObject)',
      'allow s3:GetObject on this object, in IAM and in the bucket policy, and scan again; objects of another owner need its grant',
      error,
    );
  }
  const last = status === undefined ? (code ?? safeName(name)) : `${safeName(name)}, HTTP ${status}`;
  return new TrailObjectError(`could not be fetched, after several attempts: ${last}`, 'scan again, with --resume', error);
}

/** Error names come over the wire. */
function safeName(name: string): string {
  return /^[\w.]{1,60}$/.test(name) ? name : 'an unknown error';
}
