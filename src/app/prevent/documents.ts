import type { DenyStatement, Prevention } from '../../core/prevent/prevention.ts';

/** The statements of each document, with what is known of them. */
export function inDocuments({ documents, statements }: Prevention): DenyStatement[][] {
  const bySid = new Map(statements.map((each) => [each.statement.Sid, each]));
  return documents.map(({ Statement }) => Statement.flatMap(({ Sid }) => bySid.get(Sid) ?? []));
}
