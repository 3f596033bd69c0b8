import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Publication } from '../../publication/publication.ts';
import { writeBody } from '../../text/html-tree.ts';
import { emailText } from './email-text.ts';

/** A message to people: plain text and HTML say the same. */
export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The part of a story in an e-mail. */
export interface EmailPart {
  readonly subject: string;
  /** The whole message about this story. */
  readonly whole: readonly ElementContent[];
  /** Its entry in a digest. */
  readonly entry: readonly ElementContent[];
  /** Sentences about rights. */
  readonly rights: readonly string[];
}

type Sender = Pick<Publication, 'name' | 'language' | 'email'>;

/** Returns an e-mail about one story. */
export function storyEmail({ subject, whole, rights }: EmailPart, sender: Sender): Email {
  return written(subject, [...whole, ...paragraphs(rights), ...ending(sender, 1)], sender);
}

/** Returns an e-mail that lists stories, in the order of the parts; rights of all of them are stated once. */
export function digestEmail(parts: readonly EmailPart[], sender: Sender): Email {
  const subject = `${sender.name}: ${parts.length === 1 ? '1 story' : `${parts.length} stories`}`;
  const [first] = parts;
  const common = first?.rights.filter((words) => parts.every(({ rights }) => rights.includes(words))) ?? [];
  const entries = parts.flatMap(({ entry, rights }) => [
    ...entry,
    ...paragraphs(rights.filter((words) => !common.includes(words))),
    h('hr'),
  ]);
  return written(
    subject,
    [h('h1', subject), ...entries, ...paragraphs(common), ...ending(sender, parts.length)],
    sender,
  );
}

function paragraphs(sentences: readonly string[]): ElementContent[] {
  return sentences.map((words) => h('p', words));
}

function ending({ name, email }: Sender, documents: number): ElementContent[] {
  const attached =
    documents === 1 ? 'The document for your system is attached.' : 'The documents for your system are attached.';
  const questions = email === undefined ? '' : ` Questions: ${email}`;
  return [h('p', `Sent by ${name}. ${attached}${questions}`)];
}

function written(subject: string, children: readonly ElementContent[], { language }: Sender): Email {
  const root = { type: 'root' as const, children: [...children] };
  const html = `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head><body>\n${writeBody(root)}\n</body></html>\n`;
  return { subject, text: emailText(root), html };
}
