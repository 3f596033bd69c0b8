import { createHash } from 'node:crypto';
import { h } from 'hastscript';
import { articleId } from '../../article/identity.ts';
import type { Tombstone } from '../../article/view.ts';
import { render } from '../../documents/rendering.ts';
import type { EmailPart } from '../../formats/email/email.ts';
import { type Site, settingsContext } from '../../formats/format.ts';
import { ALL_FORMATS } from '../../formats/index.ts';
import type { Partner } from '../../publication/partner.ts';
import { type Instant, toMilliseconds } from '../../text/instant.ts';
import type { Message } from './message.ts';

/** Key of the specimen, which no story has. */
const SPECIMEN_KEY = 'testmessage000000000000000';

/** Returns a message about a killed specimen: a receiver that takes it for news has nothing to publish. */
export async function testMessage(partner: Partner, site: Site, now: Instant): Promise<Message> {
  const { publication } = site;
  const id = articleId(publication.authority, SPECIMEN_KEY);
  const view: Tombstone = {
    kind: 'tombstone',
    id,
    feedId: id,
    slug: 'test-message',
    version: 1,
    language: publication.language,
    section: publication.sections[0]?.key ?? 'news',
    firstPublishedAt: now,
    updatedAt: now,
    versionCreatedAt: now,
    lastChangedAt: now,
    status: 'canceled',
    hiddenAt: now,
    media: [],
    final: true,
    noticeAt: now,
    noticeInFeeds: false,
  };
  const format = ALL_FORMATS.find((one) => one.id === partner.format);
  const made = format && (await render(view, { format }, settingsContext(site)));
  const body = made !== undefined && 'text' in made ? made.text : '';
  return {
    id: `msg_${partner.key}_test_${toMilliseconds(now)}`,
    change: 'test',
    story: id,
    version: 1,
    status: 'canceled',
    mediaType: format?.mediaType ?? 'text/plain',
    extension: format?.extension ?? '',
    body,
    hash: createHash('sha256').update(body).digest('hex'),
    slug: view.slug,
    files: [],
    email: testEmail(publication.name),
  };
}

function testEmail(name: string): EmailPart {
  const sentence = `This is a test of ${name}: e-mails about its stories arrive here. There is nothing to do; the document is a specimen of a killed story.`;
  return {
    subject: `Test: e-mails of ${name} arrive here`,
    whole: [h('p', sentence)],
    entry: [h('p', sentence)],
    rights: [],
  };
}
