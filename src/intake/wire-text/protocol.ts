import type { Finding } from '../../text/finding.ts';
import { isAnpaHeader, readAnpa } from './anpa-1312.ts';
import { isIptcHeader, readIptc7901 } from './iptc-7901.ts';
import { readTelex, TELEX_START } from './telex.ts';

/** The facts in the envelope of copy that came by a wire protocol, and the copy itself. */
export interface Envelope {
  /** Name of the protocol for messages. */
  readonly protocol: 'IPTC 7901' | 'ANPA 1312' | 'ZCZC … NNNN';
  readonly headline?: string;
  readonly slugline?: string;
  readonly urgency?: number;
  readonly bylines?: readonly string[];
  /** Facts for editors: number, category, words. */
  readonly notes: readonly string[];
  /** Date and time as the sender wrote them. */
  readonly sent?: string;
  /** The text; lines of the envelope are empty, so that line numbers stay. */
  readonly text: string;
}

/** Copy of a wire protocol; the reason for refusing it; or neither. */
export type ProtocolReading =
  | { readonly envelope: Envelope }
  | { readonly problem: Omit<Finding, 'severity'> }
  | undefined;

/** Names of the protocols. */
export const PROTOCOLS: readonly Envelope['protocol'][] = ['IPTC 7901', 'ANPA 1312', 'ZCZC … NNNN'];

/** Control characters of wire protocols: they are in no file that a person writes. */
const CONTROLS = /[\u0001-\u0008\u000E-\u001A\u001C-\u001F]/;

/**
 * Recognizes copy of wire protocols by its content: IPTC 7901, ANPA 1312 and telex copy between ZCZC and NNNN. Other
 * copy with control characters is refused, since its envelope would become text.
 */
export function readProtocol(text: string): ProtocolReading {
  const second = secondMessage(text.split('\n'));
  if (second > 0) {
    const message = 'A second message begins here: save each message as a file of its own.';
    return { problem: { rule: 'wire/messages', message, line: second, column: 1 } };
  }
  const envelope = readIptc7901(text) ?? readAnpa(text) ?? readTelex(text);
  if (envelope !== undefined) return { envelope };
  const line = text.split('\n').findIndex((one) => CONTROLS.test(one));
  if (line < 0) return undefined;
  const message =
    'The file has control characters of a wire protocol that is not known (IPTC 7901, ANPA 1312 and ZCZC … NNNN are): have it converted to text, NITF or NewsML-G2.';
  return { problem: { rule: 'wire/protocol', message, line: line + 1, column: 1 } };
}

/** Returns the line, from 1, on which a second message of a protocol begins; 0 without one. */
function secondMessage(lines: readonly string[]): number {
  for (const isStart of [isTelexStart, isIptcHeader, isAnpaHeader]) {
    const starts = lines.flatMap((line, index) => (isStart(line) ? [index + 1] : []));
    if (starts[1] !== undefined) return starts[1];
  }
  return 0;
}

const isTelexStart = (line: string): boolean => TELEX_START.test(withoutControls(line).trim());

/** Removes control characters of a line. */
export function withoutControls(line: string): string {
  return line.replace(/[\u0000-\u0008\u000E-\u001F\u007F]/g, '');
}

/** Returns lines with some of them emptied. */
export function emptied(lines: readonly string[], isGone: (index: number) => boolean): string {
  return lines.map((line, index) => (isGone(index) ? '' : withoutControls(line))).join('\n');
}
