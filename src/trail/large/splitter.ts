import { parseJson } from '../../core/json.ts';

/** Takes the pieces of JSON documents as they end. An element's place is the byte it begins at. */
export interface Pieces {
  element(bytes: Buffer, at: number): void;
  /** A document without the elements of its list, if one was split: it stands as `["…"]`, with the mark in it. */
  document(bytes: Buffer, at: number, wasSplit: boolean): void;
  /** The piece that is being held has grown beyond the limit. */
  tooLong(at: number): void;
  /** Something that no JSON document has. */
  malformed(what: string, at: number): void;
}

/** Stands in a document for the elements of the list that was split. */
export const splitMark = 'sagewarden: the elements of this list were read one by one';
const mark = Buffer.from(JSON.stringify(splitMark));

const char = { quote: 0x22, backslash: 0x5c, comma: 0x2c, open: 0x7b, close: 0x7d, openList: 0x5b, closeList: 0x5d };
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** A list of that name holds a document's records. */
const listName = /("(?:[^"\\]|\\.)*")\s*:\s*$/;
const isListOfRecords = (head: string): boolean => {
  const name = parseJson(listName.exec(head)?.[1] ?? '');
  return typeof name === 'string' && ['records', 'events'].includes(name.toLowerCase());
};

/** As far back as a list's name is looked for; a longer stretch of blanks hides it, and the document is then held whole. */
const nameBytes = 256;

/**
 * Splits JSON text that is too large to be held: documents one after the other, and of each the elements of the list at its top (the
 * document itself, or its `Records` or `Events`). It tells strings from structure, and leaves to the parser what is in the pieces.
 */
export class Splitter {
  readonly #pieces: Pieces;
  readonly #limit: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #skeleton: Buffer[] = [];
  #pieceAt = 0;
  #documentAt = 0;
  /** Bytes before those that are being pushed, and where in these the piece that is open goes on. */
  #offset = 0;
  #from = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  /** Depth of the list that is being split; 0: none is. */
  #listDepth = 0;
  #wasSplit = false;
  #afterComma = false;
  #isInDocument = false;
  #hasDocument = false;

  /** @param limit bytes of a piece */
  constructor(pieces: Pieces, limit: number) {
    this.#pieces = pieces;
    this.#limit = limit;
  }

  /** `bytes` may be used again afterwards. */
  push(bytes: Buffer): void {
    this.#from = 0;
    for (let at = this.#inString ? this.#stringEnd(bytes, 0) + 1 : 0; at < bytes.length; at++) {
      if (this.#isInDocument || this.#begins(bytes, at)) at = this.#structure(bytes, at);
    }
    if (this.#isInDocument) this.#hold(bytes, this.#from, bytes.length);
    this.#offset += bytes.length;
  }

  finish(): void {
    if (!this.#isInDocument) {
      if (!this.#hasDocument) this.#pieces.malformed('there is nothing in it', this.#offset);
      return;
    }
    if (this.#listDepth > 0) this.#pieces.malformed('the text ends inside a list of records', this.#offset);
    else this.#endDocument();
  }

  /** Where the string that goes on at `at` has its closing quote; it may have none in these bytes. */
  #stringEnd(bytes: Buffer, at: number): number {
    this.#inString = true;
    for (let end = at; end < bytes.length; end++) {
      const byte = bytes[end];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === char.backslash) this.#isEscaped = true;
      else if (byte === char.quote) {
        this.#inString = false;
        return end;
      }
    }
    return bytes.length;
  }

  /** Does a document begin here? */
  #begins(bytes: Buffer, at: number): boolean {
    if (isBlank(bytes[at] as number)) return false;
    this.#from = at;
    this.#openDocument(this.#offset + at);
    return true;
  }

  /** The last byte that was looked at. */
  #structure(bytes: Buffer, at: number): number {
    switch (bytes[at]) {
      case char.quote:
        return this.#stringEnd(bytes, at + 1);
      case char.comma:
        this.#comma(bytes, at);
        return at;
      case char.open:
      case char.openList:
        this.#open(bytes, at);
        return at;
      case char.close:
      case char.closeList:
        this.#close(bytes, at);
        return at;
      default:
        return at;
    }
  }

  #comma(bytes: Buffer, at: number): void {
    if (!this.#isAmongElements) return;
    this.#endElement(bytes, at, true);
    this.#from = at + 1;
  }

  #open(bytes: Buffer, at: number): void {
    this.#depth++;
    if (bytes[at] !== char.openList || !this.#isListToSplit(bytes, at)) return;
    this.#hold(bytes, this.#from, at + 1);
    this.#splitList(this.#offset + at + 1);
    this.#from = at + 1;
  }

  #close(bytes: Buffer, at: number): void {
    if (this.#isAmongElements) {
      this.#endElement(bytes, at, false);
      this.#endList(this.#offset + at);
      this.#from = at;
    }
    this.#depth--;
    if (this.#depth > 0) return;
    this.#hold(bytes, this.#from, at + 1);
    this.#endDocument();
    this.#from = at + 1;
  }

  get #isAmongElements(): boolean {
    return this.#listDepth > 0 && this.#depth === this.#listDepth;
  }

  #openDocument(at: number): void {
    this.#isInDocument = true;
    this.#hasDocument = true;
    this.#documentAt = at;
    this.#pieceAt = at;
    this.#wasSplit = false;
    this.#depth = 0;
  }

  #isListToSplit(bytes: Buffer, at: number): boolean {
    if (this.#wasSplit || this.#listDepth > 0 || this.#depth > 2) return false;
    if (this.#depth === 1) return true;
    let head = bytes.subarray(Math.max(this.#from, at - nameBytes), at);
    for (let piece = this.#held.length - 1; piece >= 0 && head.length < nameBytes; piece--) {
      head = Buffer.concat([this.#held[piece] as Buffer, head]);
    }
    return isListOfRecords(head.toString('latin1', Math.max(0, head.length - nameBytes)));
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    if (to <= from) return;
    this.#heldBytes += to - from;
    if (this.#heldBytes > this.#limit) this.#pieces.tooLong(this.#pieceAt);
    this.#held.push(Buffer.from(bytes.subarray(from, to)));
  }

  #takeHeld(): Buffer {
    const held = this.#held.length === 1 ? (this.#held[0] as Buffer) : Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return held;
  }

  #splitList(at: number): void {
    this.#skeleton = [this.#takeHeld(), mark];
    this.#listDepth = this.#depth;
    this.#wasSplit = true;
    this.#afterComma = false;
    this.#pieceAt = at;
  }

  #endElement(bytes: Buffer, to: number, isFollowed: boolean): void {
    this.#hold(bytes, this.#from, to);
    const element = this.#takeHeld();
    const isEmpty = element.every(isBlank);
    if (!isEmpty) this.#pieces.element(element, this.#pieceAt);
    else if (isFollowed || this.#afterComma) this.#pieces.malformed('a list of records lacks an element', this.#pieceAt);
    this.#afterComma = isFollowed;
    this.#pieceAt = this.#offset + to + 1;
  }

  #endList(at: number): void {
    this.#listDepth = 0;
    this.#held = this.#skeleton;
    this.#heldBytes = this.#held.reduce((sum, { length }) => sum + length, 0);
    this.#skeleton = [];
    this.#pieceAt = at;
  }

  #endDocument(): void {
    const document = this.#takeHeld();
    this.#isInDocument = false;
    this.#depth = 0;
    this.#pieces.document(document, this.#documentAt, this.#wasSplit);
  }
}
