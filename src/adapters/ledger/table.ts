import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { LedgerError } from '../../app/ports.ts';
import { fromItem, type Item, toAttribute, toItem } from './attributes.ts';
import type { ItemKey } from './keys.ts';

export interface Condition {
  readonly expression: string;
  /** `:name` -> value. */
  readonly values?: Readonly<Record<string, unknown>>;
}

type Data = Record<string, unknown>;

/** A table by plain data. Every call rejects with a `LedgerError` when DynamoDB does not answer; the SDK has tried again by then. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    // A call that hangs must not cost the lease: three tries of at most 3 s.
    this.#client = new DynamoDBClient({
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    });
  }

  async get(key: ItemKey): Promise<Data | undefined> {
    const { Item } = await answered(
      this.#client.send(new GetItemCommand({ TableName: this.#name, Key: toItem(key), ConsistentRead: true })),
    );
    return Item && fromItem(Item);
  }

  /** `false`: the condition does not hold. */
  put(item: ItemKey & Record<string, unknown>, condition?: Condition): Promise<boolean> {
    return held(
      this.#client.send(new PutItemCommand({ TableName: this.#name, Item: toItem(item), ...(condition && conditional(condition)) })),
    );
  }

  /** `false`: the condition does not hold. Attribute names are written as `#name`; `names` are those that are used. */
  update(key: ItemKey, expression: string, names: readonly string[], condition: Condition): Promise<boolean> {
    return held(
      this.#client.send(
        new UpdateItemCommand({
          TableName: this.#name,
          Key: toItem(key),
          UpdateExpression: expression,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ...conditional(condition),
        }),
      ),
    );
  }

  /** Which of these there are, with their members of these names; at most 100 at a time, as BatchGetItem takes them. */
  async existing(keys: readonly ItemKey[], members: readonly string[]): Promise<(ItemKey & Data)[]> {
    const found: (ItemKey & Data)[] = [];
    let wanted: Item[] = keys.map((key) => toItem(key));
    for (let tries = 0; wanted.length > 0; tries++) {
      await pause(tries);
      const { Responses, UnprocessedKeys } = await answered(
        this.#client.send(
          new BatchGetItemCommand({
            RequestItems: {
              [this.#name]: { Keys: wanted, ProjectionExpression: ['pk', 'sk', ...members].join(', '), ConsistentRead: true },
            },
          }),
        ),
      );
      found.push(...(Responses?.[this.#name] ?? []).map((item) => fromItem(item) as ItemKey & Data));
      wanted = UnprocessedKeys?.[this.#name]?.Keys ?? [];
    }
    return found;
  }

  /** Puts without a condition, at most 25 at a time, as BatchWriteItem takes them. */
  async putAll(items: readonly (ItemKey & Record<string, unknown>)[]): Promise<void> {
    for (let from = 0; from < items.length; from += 25) {
      let writes = items.slice(from, from + 25).map((item) => ({ PutRequest: { Item: toItem(item) } }));
      for (let tries = 0; writes.length > 0; tries++) {
        await pause(tries);
        const { UnprocessedItems } = await answered(
          this.#client.send(new BatchWriteItemCommand({ RequestItems: { [this.#name]: writes } })),
        );
        writes = (UnprocessedItems?.[this.#name] ?? []) as typeof writes;
      }
    }
  }

  /** Every item that a key condition names, page by page. */
  async *query(key: Condition, index?: string): AsyncGenerator<Data> {
    const input: QueryCommandInput = {
      TableName: this.#name,
      KeyConditionExpression: key.expression,
      ExpressionAttributeValues: toValues(key),
      ...(key.expression.includes('#list') && { ExpressionAttributeNames: { '#list': 'list', '#at': 'at' } }),
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    };
    let start: Item | undefined;
    do {
      const page = await answered(this.#client.send(new QueryCommand({ ...input, ...(start && { ExclusiveStartKey: start }) })));
      for (const item of page.Items ?? []) yield fromItem(item);
      start = page.LastEvaluatedKey;
    } while (start);
  }
}

function conditional(condition: Condition) {
  return {
    ConditionExpression: condition.expression,
    ...(condition.values && { ExpressionAttributeValues: toValues(condition) }),
  };
}

function toValues({ values }: Condition): Item {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, toAttribute(value)]));
}

async function held(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (nameOf(error) === 'ConditionalCheckFailedException') return false;
    throw new LedgerError(nameOf(error), { cause: error });
  }
}

async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new LedgerError(nameOf(error), { cause: error });
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** What DynamoDB leaves unprocessed it wants later; after 6 tries the call fails as a throttled one. */
async function pause(tries: number): Promise<void> {
  if (tries === 0) return;
  if (tries > 5) throw new LedgerError('UnprocessedItems');
  await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tries));
}
