/** Names and values in SQL text; nothing else puts a text that somebody gave into a statement. */

/** Glue's names: lower-case letters, digits, `_` and `-` (Athena User Guide, "Name databases, tables, and columns"). */
const nameForm = /^[a-z0-9_-]{1,255}$/;

export function isName(text: string): boolean {
  return nameForm.test(text);
}

/** An identifier of a query. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** An identifier of a DDL statement, which Hive's grammar reads. */
export function ddlIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `a IN ('b', 'c')`; of one value `a = 'b'`. */
export function isOneOf(expression: string, values: readonly string[]): string {
  const [first, ...rest] = values.map(literal);
  return rest.length === 0 ? `${expression} = ${first}` : `${expression} IN (${[first, ...rest].join(', ')})`;
}
