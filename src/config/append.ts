import { isSeq, parseDocument } from 'yaml';
import type { Exemption } from '../core/policy.ts';

/** A policy file with exemptions added at the end of its list; comments and order are kept. The source has been checked before. */
export function withExemptions(source: string, exemptions: readonly Exemption[]): string {
  const document = parseDocument(source);
  if (exemptions.length > 0) {
    const list = document.get('exemptions');
    if (isSeq(list)) for (const exemption of exemptions) list.add(document.createNode(exemption));
    else document.set('exemptions', document.createNode(exemptions));
    const written = document.get('exemptions');
    if (isSeq(written)) written.flow = false;
  }
  return document.toString({ lineWidth: 0 });
}
