import { start } from '../../stand-ins/dynamodb.ts';

/** DynamoDB in a process of its own: it is a third of the work. */
const { url } = await start({ table: 'ledger' });
process.send?.(url);
process.once('disconnect', () => process.exit());
