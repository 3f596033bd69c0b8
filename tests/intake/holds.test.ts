import { describe, expect, test } from 'vitest';
import { deskLine, mentionsHold } from '../../src/intake/holds/hold-lines.ts';
import { holdTime } from '../../src/intake/holds/hold-time.ts';

const NOW = '2026-11-26T08:00:00Z' as never;
const timeIn = (line: string) => holdTime(line, { now: NOW, timeZone: 'Europe/Berlin' });

describe('lines for desks', () => {
  test.each([
    'EMBARGOED UNTIL 2026-11-27 06:00',
    'Embargo: 6am Friday',
    '** STRICT EMBARGO until 0001 GMT **',
    "Editor's note: embargoed until 2026-11-27 06:00",
    'Under embargo until Friday',
    'NOT FOR PUBLICATION BEFORE 6 A.M.',
    'Not to be published before noon on Friday',
    'Do not use before Friday.',
    'HOLD FOR RELEASE',
    'HOLD',
    'Hold for approval',
    'FOR RELEASE AT 0600 GMT',
    'MEDIA ADVISORY',
    'BC-FERRY ADVISORY',
    'Advisory to editors',
    'For planning purposes only',
    'MANDATORY KILL',
    'SPERRFRIST: 27. November, 06:00 Uhr',
    'Achtung: Sperrfrist Freitag 6 Uhr',
    'Gesperrt bis Freitag, 6 Uhr',
    'Nicht zur Veröffentlichung vor Freitag',
    'Frei ab 27.11.2026, 06:00 Uhr',
    'Sous embargo jusqu’au 27 novembre 2026 à 6h00',
    'EMBARGO JUSQU’AU 27 novembre',
    'À ne pas diffuser avant vendredi',
    'Embargado hasta el 27 de noviembre',
    'No publicar antes del viernes',
    'Sotto embargo fino al 27 novembre',
    'Embargado até 27 de novembro',
    'Onder embargo tot vrijdag',
    'Embargo till 27 november kl. 06.00',
    'Эмбарго до 27 ноября 2026 06:00',
    'محظور النشر حتى 27 نوفمبر',
    '報道解禁：2026年11月27日6時',
    '엠바고: 11월 27일',
    '请在2026年11月27日之前不得发布',
  ])('"%s" holds copy back', (line) => {
    expect(deskLine(line)).toBe('hold');
  });

  test.each([
    'Eds: photos moved',
    'EDITOR’S NOTE: call first',
    'Note to editors: more to come',
    'Redaktionelle Hinweise',
  ])('"%s" is a note', (line) => {
    expect(deskLine(line)).toBe('note');
  });

  test.each([
    'EU agrees arms embargo until 2027',
    'Embargo on arms to end, minister hopes',
    'The embargo was lifted on Friday.',
    'Hold the line: captain after record win',
    'Holding company buys ferry line',
    'Advisory council meets on Monday',
    'UN advisory body backs plan',
    'Editors of three papers resign',
    'Kill switch found in buses',
    'Frei von Sorgen: Das neue Buch',
    'For release of the hostages, they marched',
    'Not for the first time, the ferry was late.',
    'Do not panic, urges the bank',
    'Release of film delayed',
  ])('"%s" is the text of a story', (line) => {
    expect(deskLine(line)).toBeUndefined();
  });
});

describe('words that hold copy back among others', () => {
  test.each([
    'texte sous embargo jusqu’à vendredi',
    'EMBARGO VENDREDI 6H00',
    'INFORMATION SOUS EMBARGO JUSQU’AU 27 NOVEMBRE',
    'EMBARGO STRICT JUSQU A VENDREDI',
    'Budget speech (EMBARGOED UNTIL 0600 FRIDAY)',
    'SPEECH/EMBARGO',
    'This material is embargoed until Friday',
    'The following is embargoed until 6',
    'Please note that this release is under embargo until Friday',
    'PRESS RELEASE (EMBARGOED UNTIL FRIDAY)',
    'URGENT EMBARGO',
    'BC-Budget-EMBARGO',
    '1. EMBARGOED UNTIL FRIDAY',
    'Embargo, 27 Nov',
    'HOLD - do not move',
    'HOLD HOLD HOLD',
    'HOLD THIS STORY',
    'STORY ON HOLD',
    'PLEASE HOLD',
    'WITHHOLD',
    'BULLETIN KILL',
    'FOR RELEASE: Friday',
    'RELEASE TIME: 6',
    'For use after 0600 GMT',
    'No publication before Friday',
    'Not for distribution',
    'Not cleared for publication',
    'ACHTUNG SPERRFRIST 27.11.',
    'Mit Sperrfrist bis Freitag',
    'Sendesperrfrist: 6 Uhr',
    'Embargo bis Freitag',
    'Veröffentlichung erst ab Freitag',
    'EMBARGO ABSOLU',
    'Con embargo hasta el viernes',
    'EMBARGO ALLE ORE 6',
    'Da non pubblicare prima di',
    'Får publiceras först fredag',
    'Publiceras tidigast fredag',
    'Sperret til fredag',
    'Klausuleret indtil fredag',
    'Materiał objęty embargiem do',
    'Под эмбарго до пятницы',
    'Не публікувати',
    'ممنوع النشر',
    '公開禁止',
    '請勿發佈',
    'EM\u00ADBAR\u00ADGO',
    '\u200BEMBARGOED UNTIL FRIDAY',
    'ＥＭＢＡＲＧＯ',
    'E M B A R G O',
    '---HOLD---',
    '=EMBARGO=',
    'Attention editors, embargoed until 6am',
  ])('"%s" holds copy back', (line) => {
    expect(mentionsHold(line)).toBe(true);
  });

  test.each([
    'Subs: Smith for Jones 67, Roe for Doe 80.',
    'Redaktion: Max Muster',
    'Editors: three resign',
    'Redactie: Jan',
    'Adds: new park',
    'Notes to editors in 1890',
    'Do not use tap water, residents warned',
    'Police: Do not run',
    'No utilizar el agua',
    'Ne pas utiliser l’eau',
    'Embargoed Russian oil reaches port',
    'Embargo lifted on Cuba',
    'Embargo ends',
    'Havana: Embargo lifted',
    'Embargado el club por deudas',
    'Эмбарго на нефть снято',
    'TRAVEL ADVISORY issued for coast',
    'Advisory: boil water',
    'Kill: the last match',
    'Hold: how a mountaineer survived',
    'Sperrfrist für Asylbewerber verkürzt',
    'Gesperrt bis Freitag: A9 bei Hof',
    'Frei ab 12 Jahren',
    'Frei für alle: Museen öffnen',
    'Nicht vor Gericht erschienen',
    'Nicht vor 2030 fertig',
    'Publication avant Noël',
    'Diffusion interdite: le film',
    '禁发食品广告',
    '解禁された鮎釣り',
    '於2025年前不得上市',
    'Prohibida su reproducción total o parcial',
    'Not for use in Ruritania',
    'EU agrees arms embargo until 2027',
    'US embargo to end by Friday, envoy hopes',
    'Le Conseil lève l’embargo sur les armes jusqu’en 2027',
    'The company was under an oil embargo until 1990.',
  ])('"%s" is news', (line) => {
    expect([deskLine(line), mentionsHold(line)]).toEqual([undefined, false]);
  });
});

describe('the time of a hold', () => {
  test.each([
    ['EMBARGOED UNTIL 2026-11-27 06:00', '2026-11-27T05:00:00Z'],
    ['EMBARGOED UNTIL 2026-11-27T06:00Z', '2026-11-27T06:00:00Z'],
    ['Embargoed until 06:00 GMT on Friday, November 27', '2026-11-27T06:00:00Z'],
    ['Embargo: 0001 GMT Tuesday 1 December 2026', '2026-12-01T00:01:00Z'],
    ['NOT FOR PUBLICATION BEFORE 6 a.m. EST November 27, 2026', '2026-11-27T11:00:00Z'],
    ['Embargoed until 6:00 p.m. GMT, 27 November 2026', '2026-11-27T18:00:00Z'],
    ['Sperrfrist: 27. November 2026, 06:00 Uhr', '2026-11-27T05:00:00Z'],
    ['Sperrfrist 27.11.2026 6.00 Uhr', '2026-11-27T05:00:00Z'],
    ['Sperrfrist: 27. November 2026, 06:00 MEZ', '2026-11-27T05:00:00Z'],
    ['Sous embargo jusqu’au 27 novembre 2026 à 6h00', '2026-11-27T05:00:00Z'],
    ['Embargado hasta el 27 de noviembre de 2026 a las 06:00', '2026-11-27T05:00:00Z'],
    ['Embargado até 27 de novembro de 2026 às 06:00', '2026-11-27T05:00:00Z'],
    ['Sotto embargo fino al 27 novembre 2026 ore 06:00', '2026-11-27T05:00:00Z'],
    ['Embargo tot 27 november 2026 06:00', '2026-11-27T05:00:00Z'],
    ['Embargo till 27 november 2026 kl. 06.00', '2026-11-27T05:00:00Z'],
    ['Эмбарго до 27 ноября 2026 06:00', '2026-11-27T05:00:00Z'],
    ['報道解禁：2026年11月27日6時', '2026-11-27T05:00:00Z'],
  ])('"%s" is %s', (line, instant) => {
    expect(timeIn(line)).toBe(instant);
  });

  test.each([
    'EMBARGOED UNTIL FRIDAY',
    'Embargo: 6am Friday',
    'Embargoed until 03/04/2026 06:00',
    'Embargoed until further notice',
    'Embargoed until 27 November 2026',
    'Embargoed until 2026-11-27 06:00 XST',
    'Embargoed until 30 February 2026 06:00',
    'Embargoed until 2026-11-27 06:00 Eastern',
    'Embargoed until 2026-11-27 06:00 local time',
    'Embargoed until ET 6:00 am 27 Nov 2026',
    'Embargoed until 27 November 2026 06:00 IST',
    'Embargo (sent 2026-11-20 10:00) until 2026-11-27 06:00',
  ])('"%s" has none that can be read without doubt', (line) => {
    expect(timeIn(line)).toBeUndefined();
  });
});
