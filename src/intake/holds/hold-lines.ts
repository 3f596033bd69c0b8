/**
 * Lines of agency copy that are for desks: those that hold the copy back, and notes to editors. Languages are those of
 * the big agencies; each pattern is matched at the start of a line, behind quotes, bullets and a short label.
 */

/** Signs before the first word of a line, and a label such as `Editor's note:` or `WICHTIG -`. */
const SIGNS = /^(?:\d{1,2}[.)] )?[\s\p{P}\p{S}]{0,12}/u;
const LABEL = /^[\p{L}][\p{L}'’. ]{1,40}(?::|：|\s[-–—]+)\s+/u;

/** Longer lines are paragraphs of the story. */
const MAX_LENGTH = 240;

/** Words that hold copy back until a time, or until its sender releases it. */
const HOLDS: readonly RegExp[] = [
  /^(?:(?:strict(?:ly)?|under|full|news|press|media|this|story|copy|item|release|material|is|the|following) ){0,5}embargo(?:ed)?(?: (?:until|till|til|story|copy|release|time|date|strict|absolu)\b| (?:ends?|lifts?|lifted|expires?)(?: (?:at|on))? ?[:\d]|,? ?\d| ?[:\-–—)!\]*]| ?$)/iu,
  /^(?:(?:strict(?:ly)?|this|story|copy|item|release|material|is|the|following) ){0,5}embargoed (?:until|till|til|to|for|at|by|copy|story|material|release|\d)/iu,
  /^(?:(?:strict(?:ly)?|this|story|copy|item|is) ){0,4}not (?:for|to be) (?:publication|publishing|published|releas(?:e|ed)|broadcast|transmission|transmitted|distribution|distributed|us(?:e|ed))(?: (?:before|until|till|ahead|yet|at)\b| ?[.!:)\]*-]| ?$)/iu,
  /^not (?:yet )?cleared for (?:publication|release|use)/iu,
  /^no (?:publication|release|broadcast|use) (?:before|until|till)\b/iu,
  /^(?:please )?(?:do not|don['’]t) (?:publish|release|broadcast|transmit)\b/iu,
  /^(?:please )?(?:do not|don['’]t) (?:use|run|move) (?:before|until|till|this|story|copy|yet)\b/iu,
  /^DO NOT (?:USE|RUN|MOVE) ?[.!]? ?$/u,
  /^(?:[Ff]or|FOR) (?:release|RELEASE|use|USE) ?(?:at|AT|on|ON|after|AFTER|from|FROM|not|NOT|\d|:|\p{Lu}{2})/u,
  /^release time\b/iu,
  /^(?:for )?(?:planning|guidance|information|background) (?:purposes )?only ?[.!:)]? ?$/iu,
  /^HOLD(?: (?:FOR|UNTIL|TILL|STORY|COPY|THIS|IT|HOLD)\b| ?[:!.\]*-]| ?$)/u,
  /^(?:[Hh]old|[Pp]lease hold|PLEASE HOLD|(?:story|STORY|Story) (?:on hold|ON HOLD))(?: (?:for (?:release|approval|publication|clearance)|until|this story)\b.*)?[.!]? ?$/u,
  /^WITHHOLD\b/u,
  /^(?:media|press|editors?['’]?|photo|planning) advisory\b/iu,
  /^ADVISORY(?: (?:TO|FOR) \p{L}+| ?[:–—-]| ?$)/u,
  /^advisory to (?:editors|clients|subscribers|media)\b/iu,
  /^\p{Lu}[\p{Lu}\d-]{1,30} ADVISORY(?: ?[:(–—-]| ?$)/u,
  /^(?:BULLETIN |MANDATORY |URGENT )?(?:KILL|WITHDRAW|ELIMINATE)(?: (?:ADVISORY|MANDATORY|STORY|NOTICE)\b| ?[:!]| ?$)/u,
  /^mandatory kill\b/iu,
  /^(?:achtung,? |mit )?(?:sende)?sperrfrist(?: ?[:\d]| (?:bis|am|ende|endet|ab|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b| ?$)/iu,
  /^sperrvermerk\b/iu,
  /^gesperrt bis .{1,40}(?:uhr|\d[:.]\d{2})/iu,
  /^(?:bitte )?nicht (?:zur )?(?:veröffentlich|publizier)\p{L}*/iu,
  /^veröffentlichung erst (?:ab|am|nach)\b/iu,
  /^frei (?:ab|für|zur veröffentlichung)\b.*(?:\d{1,2}[.:]\d{2}|\d{1,2}\. ?(?:\p{L}|\d)|uhr|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)/iu,
  /^nur zur (?:information|planung|hintergrundinformation|kenntnis)/iu,
  /^(?:strictement )?(?:sous embargo|embargo (?:jusqu|levé (?:le|à)))/iu,
  /^(?:merci de )?(?:à )?ne pas (?:publier|diffuser)\b/iu,
  /^(?:diffusion|publication) (?:interdite|restreinte|différée)? ?(?:avant|jusqu).{0,40}(?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)/iu,
  /^(?:con |bajo )embargo\b|^embargad[oa]s? ?(?:hasta\b|:|$)|^embargo (?:hasta|a las)\b/iu,
  /^no (?:publicar|difundir|divulgar)\b/iu,
  /^prohibida (?:su )?(?:difusión|publicación) (?:antes|hasta)\b/iu,
  /^(?:sotto embargo|embargo (?:fino|sino|alle))|^(?:da )?non (?:pubblicare|diffondere|divulgare)/iu,
  /^(?:sob embargo|embargo até|embargad[oa]s? até)|^não (?:publicar|divulgar|difundir)/iu,
  /^(?:onder embargo|embargo tot)|^niet (?:voor publicatie|publiceren)/iu,
  /^(?:under embargo|embargo til)|^(?:spärrtid|sperrefrist|sperret til|klausuleret)|^(?:får|må) (?:ej |inte |ikke )?(?:publiceras|publiseres|offentliggøres) (?:före|först|før|tidligst)?|^publiceras tidigast/iu,
  /^(?:embargo do|nie publikować|zakaz publikacji|materiał objęty embargiem)/iu,
  /^(?:julkaisukielto|julkaisuvapaa|embargo ?:)/iu,
  /^(?:под )?эмбарго(?: до | ?:| ?\d| ?$)|^под эмбарго|^не (?:для публикации|для печати|публиковать|публікувати)/iu,
  /^(?:ambargo(?:lu)?(?: ?[:\d]| ?$)|yayın yasağı|yayımlanmamalıdır)/iu,
  /^(?:محظور النشر|ممنوع النشر|حظر النشر|غير مخصص للنشر|ليس للنشر|يمنع النشر|للنشر بعد)/u,
  /^(?:אמברגו|לא לפרסום|אסור לפרסום)/u,
  /^(?:禁发(?:[:：至到]|$)|禁止发布|请勿发布|請勿發佈|不得早于|報道解禁|解禁(?:[:：]|日時|$)|掲載不可|公開禁止|エンバーゴ|엠바고|보도 ?금지)/u,
  /^(?:请|請)?(?:在|于|於).{1,40}(?:之前|前)(?:不得|请勿|請勿)(?:发布|發布|發佈|发表|發表|公开|公開|刊登|报道)/u,
  /^.{1,40}(?:まで|以前)(?:報道|掲載|公開)(?:禁止|不可|を控え)/u,
  /^εμπάργκο/iu,
];

/** Words of an embargo anywhere in a line; one on goods is news. */
const EMBARGO_WORDS = /embargo|sperrfrist|эмбарго|エンバーゴ|엠바고|ambargo|אמברגו|εμπάργκο/iu;
const GOODS =
  /(?<![\p{L}])(?:arms|weapons?|trade|oil|gas|grain|food|economic|export|import|fuel|steel|gold|waffen|öl|handels|wirtschafts|armes|pétrole|commercial|économique|armas|petróleo|comercial|económico|armi|petrolio|us|u\.s\.|eu|un|u\.n\.|russian?|iranian?|cuban?|chinese|на нефть|на поставки)[ -]?(?:de |d['’]|du |di |del )?embargo|embargo (?:on|against|of|auf|gegen|sur|contre|sobre|contra|su|contro|op|mot|på|sobre las|a las|al|aux?) |эмбарго на|embargoed (?:goods|oil|gas|russian|iranian)/iu;

/** Words beside an embargo that make it one of copy: a time, an end, or that the text is under it. */
const CONTEXT =
  /\d{1,2}[:.h]\d{2}|\d{3,4} ?(?:gmt|utc|cet|est|edt)|\b(?:until|till|jusqu|hasta|até|bis|fino|sino|tot|strict|absolu|under|sous|bajo|con|sob|sotto|onder|unter|mit|objęty|до|под)\b|jusqu|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|vendredi|lundi|mardi|mercredi|jeudi|samedi|dimanche|freitag|montag|dienstag|mittwoch|donnerstag|viernes|venerdì|friday/iu;

/** Longer lines are sentences about something else. */
const MAX_MENTION = 160;

/** Words of notes to editors and desks, which hold nothing back. */
const NOTES: readonly RegExp[] = [
  /^(?:(?:attention|note|notes|nb) ?:? (?:to |for )?)?(?:news )?(?:eds|editors?['’]s?|editors?['’]?s? (?:notes?|only)|news ?desks?)(?: (?:notes?|only))? ?(?::|：|[-–—])/iu,
  /^attention,? (?:to |for )?(?:eds|editors?|desks?|news desks?|clients|subscribers)\b/iu,
  /^notes? (?:to|for) (?:eds|editors?|desks?|news desks?|clients|subscribers) ?[:.]? ?(?:$|more\b|photos?\b|see\b|this\b|\()|^notes? (?:to|for) (?:eds|editors?|desks?) ?:/iu,
  /^(?:subs|recasts|rewrites|adds|updates|corrects|refiles|repeats) (?:with|to (?:add|fix|correct)|lede|graf|paragraph)\b/iu,
  /^(?:redaktionelle?r? hinweise?|hinweise? (?:an|für) (?:die )?redaktion|achtung,? redaktion|notizblock)\b/iu,
  /^(?:note (?:aux|à la) (?:rédactions?|éditeurs?)|attention,? (?:rédactions?|éditeurs?)|avis aux (?:rédactions|médias|éditeurs))/iu,
  /^(?:notas? (?:a|de|del|para) (?:la |los |las )?(?:redacci|editor)\p{L}{0,20}|atención,? (?:editores|redacciones)|aviso a (?:los )?(?:medios|editores|redacciones))/iu,
  /^(?:nota (?:per|alle|alla) redazion\p{L}{0,5}|attenzione redazion\p{L}{0,5}|avviso alle redazioni)/iu,
  /^(?:nota (?:aos|à|da) (?:editores|redaç)\p{L}{0,10}|atenção,? (?:editores|redaç\p{L}{0,10}))/iu,
  /^(?:noot voor de redactie|not till redaktion(?:en|er)?|till redaktionen|merknad til red\p{L}{0,10})/iu,
  /^(?:редакторам|примечание для редакт|ملاحظة للمحررين|编者注|編者注|편집자 주)/iu,
];

/** The kind of a line for desks. */
export type DeskLine = 'hold' | 'note';

/** Returns the kind of a line that is for desks alone; `undefined` for the text of a story. */
export function deskLine(line: string): DeskLine | undefined {
  const text = folded(line);
  if (text === '' || text.length > MAX_LENGTH) return undefined;
  const bare = text.replace(SIGNS, '');
  const afterLabel = bare.replace(LABEL, '').replace(SIGNS, '');
  if (isNews(text)) return undefined;
  const isHold = HOLDS.some((pattern) => pattern.test(bare) || pattern.test(afterLabel));
  if (isHold) return 'hold';
  if (!NOTES.some((pattern) => pattern.test(bare))) return undefined;
  // A note may contain the words that hold back.
  return EMBARGO_WORDS.test(text) && CONTEXT.test(text) ? 'hold' : 'note';
}

/**
 * True if a line holds its copy back, alone or among other words: `URGENT (EMBARGOED UNTIL FRIDAY)`. Such a line may be
 * text as well, and is not taken out.
 */
export function mentionsHold(line: string): boolean {
  const text = folded(line);
  if (deskLine(text) === 'hold') return true;
  // The first words of a long paragraph.
  if (text.length > MAX_LENGTH) return deskLine(text.slice(0, MAX_MENTION)) === 'hold';
  if (text.length > MAX_MENTION || !EMBARGO_WORDS.test(text) || isNews(text)) return false;
  const isShouted = text === text.toUpperCase() && /\p{Lu}/u.test(text);
  return CONTEXT.test(text) || (isShouted && text.length < 60) || /-EMBARGO\b|\/EMBARGO\b/.test(text);
}

/** True for a line about an embargo on goods. */
function isNews(text: string): boolean {
  return EMBARGO_WORDS.test(text) && GOODS.test(text);
}

/** Folds the ways in which a word is disguised: wide letters, invisible characters, and spaces between letters. */
function folded(line: string): string {
  const text = line
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^(?:\p{L} ){3,40}\p{L}$/u.test(text) ? text.replaceAll(' ', '') : text;
}
