/**
 * Lines of agency copy that are for desks: those that hold the copy back, and notes to editors. Languages are those of
 * the big agencies; each pattern is matched at the start of a line, behind quotes, bullets and a short label.
 */

/** Signs before the first word of a line, and a label such as `Editor's note:` or `WICHTIG -`. */
const SIGNS = /^[\s\p{P}\p{S}]{0,12}/u;
const LABEL = /^[\p{L}][\p{L}'’. ]{1,40}(?::|：|\s[-–—]+)\s+/u;

/** Longer lines are paragraphs of the story. */
const MAX_LENGTH = 240;

/** Words that hold copy back until a time, or until its sender releases it. */
const HOLDS: readonly RegExp[] = [
  /^(?:(?:strict(?:ly)?|under|full|news|press|media|this|story|copy|item|release|is) ){0,4}embargo(?:ed)?(?: (?:until|till|til|story|copy|release|time|date|ends?|lifts?|lifted|expires?|\d)| ?[:\-–—)!\]*]| ?$)/iu,
  /^(?:(?:strict(?:ly)?|this|story|copy|item|release|is) ){0,4}embargoed\b/iu,
  /^(?:(?:strict(?:ly)?|this|story|copy|item|is) ){0,4}not (?:for|to be) (?:publication|publishing|published|released?|broadcast|transmission|transmitted|used?)\b/iu,
  /^(?:please )?(?:do not|don['’]t) (?:publish|release|use|broadcast|transmit|run)\b/iu,
  /^(?:for|FOR) (?:release|RELEASE) (?:at|AT|on|ON|after|AFTER|from|FROM|not|NOT|\d|\p{Lu}{2})/u,
  /^(?:for )?(?:planning|guidance|information|background) (?:purposes )?only\b/iu,
  /^(?:[Hh]old|HOLD)(?: (?:for (?:release|approval|publication)|until|till|story|copy)\b| ?[:!.\]*]| ?$)/u,
  /^HOLD FOR\b/u,
  /^(?:(?:media|press|editors?['’]?|news|photo|planning) )?advisory(?: (?:to|for) \p{L}+| ?[:–—-]| ?$)/iu,
  /^\p{Lu}[\p{Lu}\d-]{1,30} ADVISORY\b/u,
  /^(?:mandatory )?(?:kill|withdraw|eliminate)(?: (?:advisory|mandatory|story|notice)\b| ?[:!]| ?$)/iu,
  /^(?:sperrfrist|sperrvermerk|gesperrt bis)/iu,
  /^(?:bitte )?nicht (?:(?:zur|zum|für) \p{L}+ )?(?:veröffentlich|publizier|verbreit|vor )\p{L}*/iu,
  /^nicht zur veröffentlichung/iu,
  /^frei (?:ab|für|zur veröffentlichung (?:ab|am))/iu,
  /^nur zur (?:information|planung|hintergrundinformation|kenntnis)/iu,
  /^(?:strictement )?(?:sous embargo|embargo (?:jusqu|au|levé))/iu,
  /^(?:merci de )?(?:à )?ne pas (?:publier|diffuser|utiliser)/iu,
  /^(?:diffusion|publication|pas de diffusion) (?:interdite|avant|restreinte|différée)/iu,
  /^(?:bajo )?embarg(?:o hasta|ad[oa]s?\b|o ?:)|^bajo embargo/iu,
  /^no (?:publicar|difundir|divulgar|utilizar)\b/iu,
  /^prohibida (?:su )?(?:difusión|publicación|reproducción)/iu,
  /^(?:sotto embargo|embargo (?:fino|sino))|^non (?:pubblicare|diffondere|divulgare)/iu,
  /^(?:sob embargo|embargo até|embargad[oa]s? até)|^não (?:publicar|divulgar|difundir)/iu,
  /^(?:onder embargo|embargo tot)|^niet (?:voor publicatie|publiceren)/iu,
  /^(?:under embargo|embargo til)|^(?:spärrtid|sperrefrist)|^(?:får|må) (?:ej|inte|ikke) (?:publiceras|publiseres|offentliggøres)/iu,
  /^(?:embargo do|nie publikować|zakaz publikacji)/iu,
  /^(?:embargo ?:|julkaisukielto|julkaisuvapaa)/iu,
  /^(?:эмбарго|не для (?:публикации|печати)|не публиковать)/iu,
  /^(?:ambargo|yayın yasağı|yayımlanmamalıdır)/iu,
  /^(?:محظور النشر|حظر النشر|غير مخصص للنشر|ليس للنشر|يمنع النشر|للنشر بعد)/u,
  /^(?:אמברגו|לא לפרסום|אסור לפרסום)/u,
  /^(?:禁发|禁止发布|请勿发布|不得早于|解禁|報道解禁|掲載不可|エンバーゴ|엠바고|보도 ?금지)/u,
  /^(?:请|請)?(?:在|于|於).{1,40}(?:之前|前)(?:不得|请勿|請勿)/u,
  /^.{1,40}(?:まで|以前)(?:報道|掲載|公開)(?:禁止|不可|を控え)/u,
  /^εμπάργκο/iu,
];

/** Words of notes to editors and desks, which hold nothing back. */
const NOTES: readonly RegExp[] = [
  /^(?:(?:attention|note|notes|nb) ?:? (?:to |for )?)?(?:news )?(?:eds|editors?|desks?|subs|subeditors?)(?:['’]s?)?(?: (?:notes?|only))? ?(?::|：|[-–—])/iu,
  /^(?:attention|notes?|nb) ?,? (?:to |for )?(?:eds|editors?|desks?|news desks?|clients|subscribers)\b/iu,
  /^(?:subs|recasts|rewrites|adds|updates|corrects|refiles|repeats) ?(?::| (?:with|to (?:add|fix|correct)|lede|graf|paragraph)\b)/iu,
  /^(?:redaktionelle?r? hinweise?|hinweise? (?:an|für) (?:die )?redaktion|achtung,? redaktion|notizblock|redaktion ?:)/iu,
  /^(?:note (?:aux|à la) (?:rédactions?|éditeurs?)|attention,? (?:rédactions?|éditeurs?)|avis aux (?:rédactions|médias|éditeurs))/iu,
  /^(?:notas? (?:a|de|del|para) (?:la|los|las)? ?(?:redacci|editor)\p{L}*|atención,? (?:editores|redacciones)|aviso a (?:los )?(?:medios|editores|redacciones))/iu,
  /^(?:nota (?:per|alle|alla) redazion\p{L}*|attenzione redazion\p{L}*|avviso alle redazioni)/iu,
  /^(?:nota (?:aos|à|da) (?:editores|redaç)\p{L}*|atenção,? (?:editores|redaç\p{L}*))/iu,
  /^(?:noot voor de redactie|redactie ?:|not till redaktion(?:en|er)?|till redaktionen|merknad til red\p{L}*)/iu,
  /^(?:редакторам|примечание для редакт|ملاحظة للمحررين|编者注|編者注|편집자 ?주)/iu,
];

/** The kind of a line for desks. */
export type DeskLine = 'hold' | 'note';

/** Returns the kind of a line; `undefined` for the text of a story. */
export function deskLine(line: string): DeskLine | undefined {
  const text = line.replace(/\s+/g, ' ').trim();
  if (text === '' || text.length > MAX_LENGTH) return undefined;
  const bare = text.replace(SIGNS, '');
  const afterLabel = bare.replace(LABEL, '').replace(SIGNS, '');
  const isHold = HOLDS.some((pattern) => pattern.test(bare) || pattern.test(afterLabel));
  if (isHold) return 'hold';
  return NOTES.some((pattern) => pattern.test(bare)) ? 'note' : undefined;
}
