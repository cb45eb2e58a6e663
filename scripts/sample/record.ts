import { presenceOf } from './actors.ts';
import { burstSeconds } from './calendar.ts';
import type { Call, Members, Scenery } from './calls.ts';
import { iso } from './time.ts';

/** A CloudTrail record with the members that eventVersion 1.11 has, in CloudTrail's order ("CloudTrail record contents"). */
export function toRecord(call: Call, scenery: Scenery): Members {
  const { random, account, region, network } = scenery;
  const time = scenery.start + (call.after ?? random.int(burstSeconds));
  const host = `${call.service}.amazonaws.com`;
  const isServiceEvent = call.serviceEvent !== undefined;
  const who = isServiceEvent
    ? {
        userIdentity: { accountId: account, invokedBy: host },
        sourceIPAddress: host,
        userAgent: host,
        throughEndpoint: false,
        fromConsole: false,
      }
    : presenceOf(call, scenery);
  const bySomeone = !isServiceEvent && who.sourceIPAddress !== who.userAgent;
  return {
    eventVersion: '1.11',
    userIdentity: who.userIdentity,
    eventTime: iso(time),
    eventSource: host,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: who.sourceIPAddress,
    userAgent: who.userAgent,
    ...(call.error && { errorCode: call.error[0], errorMessage: call.error[1] }),
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    ...(!isServiceEvent && { requestID: requestId(call, scenery) }),
    eventID: random.uuid(),
    readOnly: call.readOnly ?? false,
    ...(call.resources && { resources: call.resources }),
    eventType: isServiceEvent ? 'AwsServiceEvent' : 'AwsApiCall',
    ...(call.apiVersion && { apiVersion: call.apiVersion }),
    managementEvent: call.data !== true,
    recipientAccountId: account,
    ...(who.throughEndpoint && { vpcEndpointId: network.endpoint, vpcEndpointAccountId: account }),
    ...(call.serviceEvent && { serviceEventDetails: call.serviceEvent }),
    eventCategory: call.data ? 'Data' : 'Management',
    ...(bySomeone && { tlsDetails: tlsOf(call.service, region) }),
    ...(who.fromConsole && { sessionCredentialFromConsole: 'true' }),
  };
}

function tlsOf(service: string, region: string): Members {
  const host = service === 'sagemaker' ? 'api.sagemaker' : service;
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: service === 'iam' ? 'iam.amazonaws.com' : `${host}.${region}.amazonaws.com`,
  };
}

/** A UUID of version 1: those that one host makes within minutes differ in their first part only. */
function requestId({ service }: Call, { random }: Scenery): string {
  const host = random.fork(`requests/${service}`);
  return `${random.hex(8)}-${host.hex(4)}-11f1-${host.pick(['8', '9', 'a', 'b'])}${host.hex(3)}-${host.hex(12)}`;
}
