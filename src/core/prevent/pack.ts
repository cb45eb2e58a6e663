import type { PolicyDocument, Statement } from '../iam/policy-document.ts';

/** An SCP's size, minified (AWS Organizations User Guide, "Quotas"); an IAM managed policy's is 6,144 characters. */
export const maxBytes = 5120;

/** A statement that is longer than any document may be: its allow-list is. */
export class TooLong extends Error {
  override name = 'TooLong';
  readonly sid: string;
  readonly bytes: number;
  constructor(sid: string, bytes: number) {
    super(`statement ${sid} takes ${bytes} bytes, and a service control policy holds ${maxBytes}`);
    this.sid = sid;
    this.bytes = bytes;
  }
}

const documentOf = (statements: readonly Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });

/** As it is attached: without a blank. */
export const minified = (document: PolicyDocument): string => JSON.stringify(document);

/** Each statement into the first document with room for it. */
export function pack(statements: readonly Statement[]): PolicyDocument[] {
  const documents: Statement[][] = [];
  for (const statement of statements) {
    const alone = sizeOf([statement]);
    if (alone > maxBytes) throw new TooLong(statement.Sid, alone);
    const roomy = documents.find((document) => sizeOf([...document, statement]) <= maxBytes);
    if (roomy) roomy.push(statement);
    else documents.push([statement]);
  }
  return documents.map(documentOf);
}

/** In bytes of UTF-8: JSON escapes nothing above ASCII. */
export function sizeOf(statements: readonly Statement[]): number {
  let bytes = 0;
  for (const character of minified(documentOf(statements))) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
}
