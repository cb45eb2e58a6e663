import { describe, expect, it } from 'vitest';
import { forms, type RemadeType } from '../../../src/core/remediate/forms.ts';
import { isLegalName, replacementName } from '../../../src/core/remediate/names.ts';
import { requestOf, withTags } from '../../../src/core/remediate/request.ts';
import { cloudFormationConfig, cloudFormationModel, strangers, terraformModel } from '../../../src/core/remediate/shapes.ts';
import { operationShape } from '../../model/shapes.ts';

const types = Object.keys(forms) as RemadeType[];
const namesOf = (shape: { readonly members: readonly { readonly name: string }[] }) => shape.members.map(({ name }) => name);

/** Asked for, and told by no Describe: a tag is ListTags' to tell, a chain of sessions is a run's own. */
const untold = ['Tags', 'SessionChainingConfig'];

describe.each(types)('%s, as the service model has it', (type) => {
  const { create, members, answerOnly, renamed = {} } = forms[type];
  const asked = namesOf(operationShape(create).input);
  const told = namesOf(operationShape(create.replace(/^Create/, 'Describe')).output);

  it('knows every member that both the request and the answer have', () => {
    expect([...members].sort()).toEqual(asked.filter((name) => told.includes(name)).sort());
  });
  it('knows every member that only the answer has', () => {
    expect([...answerOnly, ...Object.keys(renamed)].sort()).toEqual(told.filter((name) => !asked.includes(name)).sort());
  });
  it('gets every member of the request from somewhere', () => {
    expect(asked.filter((name) => !members.includes(name) && !Object.values(renamed).includes(name) && !untold.includes(name))).toEqual([]);
  });
  it('has the name that the request asks for', () => expect(asked).toContain(forms[type].nameMember));
});

it('refuses a member that it does not know, rather than drop it', () => {
  expect(() => requestOf('Model', { ModelName: 'a', QuantumConfig: {}, Other: 1 })).toThrow(/"Other".*not know/);
});

it('leaves out what was not set', () => {
  expect(requestOf('Model', { ModelName: 'a', VpcConfig: null, Containers: [], CreationTime: 1 })).toEqual({ ModelName: 'a' });
});

it('keeps the tags, and not those of AWS', () => {
  expect(withTags({}, { b: '2', a: '1', 'aws:cloudformation:stack-name': 's', 'AWS:x': 'y' })).toEqual({
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  });
});

it.each([
  ['fraud', 63],
  ['f'.repeat(63), 63],
  [`${'f'.repeat(18)}-${'g'.repeat(13)}`, 32],
])('the new name of %s is legal, the same each time, and another for other settings', (name, longest) => {
  const first = replacementName(name, 'a', longest);
  expect(isLegalName(first, longest)).toBe(true);
  expect(replacementName(name, 'a', longest)).toBe(first);
  expect(replacementName(name, 'b', longest)).not.toBe(first);
  expect(replacementName(first, 'b', longest).length).toBe(first.length);
});

it('a format says which members it has no word for', () => {
  const request = {
    ModelName: 'a',
    PrimaryContainer: {
      Image: 'i',
      ModelDataSource: { S3DataSource: { S3Uri: 's', ManifestEtag: 'e', HubAccessConfig: { HubContentArn: 'h' } } },
    },
    Containers: [{ AdditionalModelDataSources: [] }, { AdditionalModelDataSources: [] }],
  };
  expect(strangers(request, cloudFormationModel)).toEqual([
    'PrimaryContainer.ModelDataSource.S3DataSource.ManifestEtag',
    'Containers.AdditionalModelDataSources',
  ]);
  expect(strangers(request, terraformModel)).toEqual([
    'PrimaryContainer.ModelDataSource.S3DataSource.ManifestEtag',
    'PrimaryContainer.ModelDataSource.S3DataSource.HubAccessConfig',
    'Containers.AdditionalModelDataSources',
  ]);
  expect(strangers({ ProductionVariants: [{ Novel: 1 }] }, cloudFormationConfig)).toEqual(['ProductionVariants.Novel']);
});
