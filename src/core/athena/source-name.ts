import { isName } from './quote.ts';

export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** `athena:DATABASE.TABLE`, as sources are named; `undefined`: it is none. */
export function tableIn(source: string): TableName | undefined {
  const { database = '', table = '' } = /^athena:(?<database>[^.]+)\.(?<table>[^.]+)$/.exec(source)?.groups ?? {};
  return isName(database) && isName(table) ? { database, table } : undefined;
}
