import { describe, expect, test } from 'vitest';
import { deskLine, mentionsHold } from '../../src/intake/holds/hold-lines.ts';
import { holdTime } from '../../src/intake/holds/hold-time.ts';
import { readWireText } from '../../src/intake/wire-text/index.ts';

describe('copy is held by a line such as', () => {
  test.each([
    'Not for publication, broadcast or online use before 6pm Friday',
    'FOR SUNDAY RELEASE',
    'ADVANCE FOR RELEASE FRIDAY, NOV. 27, AND THEREAFTER',
    'Advance for Sunday, Nov. 29',
    '$adv29<',
    'The following story is for release Friday at 6 a.m.',
    'To be released Friday 0600',
    'Release: Friday 27 November 0001 GMT',
    'No publication prior to 27 November',
    'Not before 0600 GMT',
    'Confidential until 0600 GMT',
    'Publication embargo 6 am',
    'Kindly respect the embargo of 27 November 06:00',
    'For background only, not for publication',
    'ON HOLD',
    'PLS HOLD',
    'KILL KILL KILL',
    'STORY WITHDRAWN',
    'TEST - TEST - TEST - PLEASE DISREGARD',
    'Budget: taxes rise [EMBARGO]',
    'This copy is provided on condition that it is not published before 06:00 on 27 November 2026.',
    'Sperrfrist beachten!',
    'Veröffentlichung nicht vor Freitag, 6 Uhr',
    'Nicht vor Freitag 6 Uhr veröffentlichen',
    'Zur Veröffentlichung ab 27. November frei',
    'Freigegeben ab 27. November, 6 Uhr',
    'Nicht verwenden vor 6 Uhr',
    'Vertraulich bis Freitag, 6 Uhr',
    'Test, bitte nicht verwenden',
    'A NE PAS PUBLIER AVANT VENDREDI',
    'A ne pas diffuser avant 6h',
    'EMBARGO AU 27 NOVEMBRE 6H00',
    'Publication à partir de vendredi 6h00 uniquement',
    'Noticia embargada hasta las 06:00',
    'Vietata la pubblicazione prima di venerdì',
    'Niet voor vrijdag 6 uur publiceren',
    'Klausul: fredag kl. 6',
    'Ei saa julkaista ennen perjantaita',
    'Embargo perjantaihin',
    'Yayın ambargosu',
    'Запрещено к публикации до 27 ноября',
    'Ембарго до 27 листопада',
    'يحظر النشر قبل 27 نوفمبر',
    'ممنوع من النشر حتى الجمعة',
    'אין לפרסם לפני יום שישי',
    '禁止在27日前发布',
    '本稿27日6时解禁',
    '27日午前6時解禁',
    '朝刊解禁',
    '27일 오전 6시까지 보도 금지',
    'Nepublikovat před pátkem',
    'Embargó: péntek 6 óra',
  ])('"%s"', (line) => expect(mentionsHold(line)).toBe(true));
});

describe('news is neither held nor taken out, as', () => {
  test.each([
    '"Do not publish my son’s name," she said.',
    'Press advisory board quits',
    'Media advisory council meets on Friday',
    'TRAVEL ADVISORY',
    'TORNADO ADVISORY',
    'Do not use this road before Friday, police say',
    'Embargo, 60 years on',
    'Release time of the hostages is unknown',
    'WITHHOLD EVIDENCE AND YOU GO TO JAIL, JUDGE SAYS',
    'Nicht veröffentlichte Briefe von Kafka gefunden',
    'Frei für Radfahrer: Straße ab Montag offen',
    'Embargo levé à Cuba',
    'Embargo do Rosji: co dalej',
    'The report will not be published until March, the ministry said.',
    'Eds - the new Nissan',
    'Subs with yellow cards may play on Friday',
    'Repeats with Doctor Who on BBC Two',
    'Freigegeben ab 12 Jahren',
  ])('"%s"', (line) => {
    expect(deskLine(line)).toBeUndefined();
    expect(mentionsHold(line)).toBe(false);
  });

  test.each([
    'Embargo: Russia bans oil exports to three countries',
    'The embargo until Friday will hurt farmers, minister warns',
    'No publication until trial ends, judge rules',
    'Sperrfrist endet: Arbeitslose bekommen Geld',
    'Gesperrt bis 18 Uhr: Autobahn nach schwerem Unfall weiter dicht, Polizei rät zu Umwegen über Land',
    'Não publicar fotos de crianças, pede a polícia',
  ])('"%s" is in doubt: it holds the copy back, and stays in the text', (line) =>
    expect([mentionsHold(line), deskLine(line)]).toEqual([true, undefined]),
  );
});

describe('the time of an embargo', () => {
  const at = (line: string, now = '2026-11-20T10:00:00Z') =>
    holdTime(line, { now: now as never, timeZone: 'Europe/Berlin' });

  test.each([
    'EMBARGOED UNTIL 27 NOV 2026 18:00 New York',
    'EMBARGOED UNTIL 27 NOV 2026 06:00 in New York',
    'EMBARGO 2026-11-27 06:00 (Tokyo)',
    'EMBARGO 2026-11-27 06:00 (London)',
    'EMBARGO 2026-11-27 06:00 hours Singapore',
    'Sperrfrist 27.11.2026 06:00 Uhr Pekinger Zeit',
    'Эмбарго до 27 ноября 2026 06:00 МСК',
    'EMBARGOED UNTIL 27 NOV 2026 18:00 CST',
  ])('is none where its zone is in doubt: "%s"', (line) => expect(at(line)).toBeUndefined());

  test.each([
    'EMBARGOED UNTIL TUESDAY 27 NOV 2026 06:00',
    'Embargo: Not before the speech of 1 December 2026 10:00 ends',
    'Embargo until delivery, expected 27 November 2026 10:00',
  ])('is none where the date is: "%s"', (line) => expect(at(line)).toBeUndefined());

  test('without a year is none where it would be long over', () => {
    expect(at('Sperrfrist 5. Juni, 06.00 Uhr')).toBeUndefined();
    expect(at('Sperrfrist 27. November, 06.00 Uhr', '2026-03-02T10:00:00Z')).toBeUndefined();
    expect(at('Sperrfrist 19. November, 06.00 Uhr')).toBe('2026-11-19T05:00:00Z');
  });

  test.each([
    ['EMBARGOED UNTIL FRIDAY 27 NOV 2026 06:00 hrs GMT', '2026-11-27T06:00:00Z'],
    ['EMBARGOED UNTIL 27 NOV 2026 06:00, FRIDAY', '2026-11-27T05:00:00Z'],
    ['Sperrfrist 27. November 2026, 06.00 Uhr frei', '2026-11-27T05:00:00Z'],
    ['EMBARGO 2026-11-27 06:00', '2026-11-27T05:00:00Z'],
    ['EMBARGO 2026-11-27 06:00 +2', '2026-11-27T04:00:00Z'],
    ['EMBARGO 2026-11-27T06:00+02:00 (Helsinki)', '2026-11-27T04:00:00Z'],
  ])('is read: "%s"', (line, instant) => expect(at(line)).toBe(instant));
});

describe('protocol copy', () => {
  const read = (text: string) =>
    readWireText(Buffer.from(text), { file: 'copy.txt', now: '2026-11-20T10:00:00Z' as never, timeZone: 'UTC' });
  const TEXT = 'Ferry runs again\n\nPORT TOWN (XYZ) - The ferry ran.\n\nIt was full.';

  test.each([
    `ZCZC0123/SXA\n${TEXT}\nNNNN\n`,
    `zczc\n${TEXT}\nnnnn\n`,
    `ZCZC\n${TEXT} NNNN\n`,
    `ZCZC abc0123 3 i 51\nFERRY/\nFerry runs again=\n\nPORT TOWN (XYZ) - The ferry ran.\n\nIt was full.\n`,
  ])('is read: %j', (text) => {
    const found = read(text);
    expect('story' in found && found.story).toMatchObject({
      headline: 'Ferry runs again',
      paragraphs: [expect.stringContaining('The ferry ran.'), 'It was full.'],
    });
  });

  test.each([
    [`ZCZC\n${TEXT}\nNNNN\nZCZC\n${TEXT}\nNNNN\n`, 8],
    [`abc0123 3 i 51\nFERRY/\n${TEXT}\n261003 NOV 26\nabc0124 3 i 51\nBUS/\n${TEXT}\n`, 9],
  ])('of two messages is refused: %j', (text, line) => {
    expect(read(text)).toMatchObject({ problems: [{ rule: 'wire/messages', line }] });
  });
});

describe('plain copy', () => {
  const story = (text: string) => {
    const read = readWireText(Buffer.from(text), {
      file: 'copy.txt',
      now: '2026-11-20T10:00:00Z' as never,
      timeZone: 'Europe/Berlin',
    });
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    return read.story;
  };

  test.each([
    ['EMBARGOED FOR RELEASE AT 6 A.M. DEC 7', undefined],
    ['Eds: HOLD for release', undefined],
    ['HOLD FOR RELEASE', undefined],
    ['$adv29', undefined],
  ])('of ANPA 1312 is held by a line of its head: "%s"', (line) => {
    const { headline, hold, notes, paragraphs } = story(
      `t1234r wb cBC-Ferry 11-26 0100\n^BC-Ferry,50<\n^${line}<\n^Ferry runs again<\n   PORT TOWN (XYZ) _ The ferry ran.\n   It was full.\n`,
    );
    expect([headline, paragraphs.at(-1)]).toEqual(['Ferry runs again', expect.stringContaining('It was full.')]);
    expect(hold?.line).toContain(line);
    expect(notes.join('\n')).toContain(line);
  });

  test('of IPTC 7901 is held by a line of its head, and the kind of the message is no headline', () => {
    const held = story(
      'abc0123 3 i 51\nFERRY/ (URGENT)\nSperrfrist 7. Dezember 2026, 6 Uhr\nFerry runs again=\n\nPort Town (xyz) - The ferry ran.\n',
    );
    expect(held).toMatchObject({
      headline: 'Ferry runs again',
      slugline: 'FERRY',
      hold: { until: '2026-12-07T05:00:00Z' },
    });
  });

  test('is held by a line among the notes to editors', () => {
    const { hold } = story(
      'Budget: taxes rise\n\nPORT TOWN (XYZ) - Taxes rise.\n\nMore text.\n\nNotes to editors:\n1. The ministry was founded in 1990.\n2. Embargoed until 2026-12-07 06:00.\n',
    );
    expect(hold?.until).toBe('2026-12-07T05:00:00Z');
  });
});
