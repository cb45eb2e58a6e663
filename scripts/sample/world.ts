/** Two teams, an account each, in two Regions. Accounts, addresses and bucket names are those that AWS and RFC 5737 keep for examples. */
export interface Team {
  readonly name: 'vision' | 'forecast';
  readonly account: string;
  readonly bucket: string;
  readonly executionRole: string;
  readonly deployRole: string;
  readonly deploySession: string;
  readonly scientists: readonly string[];
  readonly engineers: readonly string[];
  readonly offices: readonly string[];
  readonly products: readonly string[];
}

export interface Network {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly endpoint: string;
  /** First two numbers of the VPC's addresses. */
  readonly prefix: string;
}

export const teams: readonly Team[] = [
  {
    name: 'vision',
    account: '111122223333',
    bucket: 'amzn-s3-demo-vision',
    executionRole: 'SageMakerVisionExecutionRole',
    deployRole: 'github-deploy',
    deploySession: 'GitHubActions',
    scientists: ['ana.silva@example.com', 'tomas.novak@example.com', 'mei.lin@example.com'],
    engineers: ['ines.moreau@example.com'],
    offices: ['203.0.113.24', '203.0.113.25', '203.0.113.81'],
    products: ['defects', 'barcodes', 'shelf-stock'],
  },
  {
    name: 'forecast',
    account: '444455556666',
    bucket: 'amzn-s3-demo-forecast',
    executionRole: 'SageMakerForecastExecutionRole',
    deployRole: 'gitlab-deploy',
    deploySession: 'gitlab-runner',
    scientists: ['omar.haddad@example.com', 'julia.weber@example.com'],
    engineers: ['raj.patel@example.com'],
    offices: ['198.51.100.17', '198.51.100.18'],
    products: ['demand', 'churn', 'returns'],
  },
];

export const regions = ['eu-west-1', 'us-east-1'] as const;
export type Region = (typeof regions)[number];

export function teamOf(name: Team['name']): Team {
  const team = teams.find((each) => each.name === name);
  if (!team) throw new Error(`no team ${name}`);
  return team;
}

/** A network of its own for each account and Region, with two private subnets. */
export function networkOf(team: Team, region: string): Network {
  const id = `0${team.account.slice(0, 4)}${region === 'eu-west-1' ? 'e' : 'a'}c0ffee0000`;
  return {
    vpc: `vpc-${id}1`,
    subnets: [`subnet-${id}a`, `subnet-${id}b`],
    securityGroups: [`sg-${id}1`],
    endpoint: `vpce-${id}1`,
    prefix: team.name === 'vision' ? '10.20' : '10.40',
  };
}
