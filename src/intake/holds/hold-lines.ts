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
  /^(?:(?:strict(?:ly)?|under|full|news|press|media|publication|this|story|copy|item|release|material|is|the|following) ){0,5}embargo(?:ed)?(?: (?:until|till|til|story|copy|release|time|date|strict|absolu)\b| (?:ends?|lifts?|lifted|expires?)(?: (?:at|on))? ?[:\d]|,? ?\d{1,4}(?:[:.h/-]\d|[. ]? ?(?:a\.?m|p\.?m|uhr|gmt|utc|h\b|hrs|hours|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))| ?[:\-–—)!\]*]| ?$)/iu,
  /^(?:(?:strict(?:ly)?|this|story|copy|item|release|material|is|the|following) ){0,5}embargoed (?:until|till|til|to|for|at|by|copy|story|material|release|\d)/iu,
  /^(?:(?:strict(?:ly)?|this|story|copy|item|is) ){0,4}not (?:for|to be) (?:publication|publishing|published|releas(?:e|ed)|broadcast|transmission|transmitted|distribution|distributed|us(?:e|ed))(?: (?:before|until|till|ahead|yet|at)\b| ?[.!:)\]*-]| ?$)/iu,
  /^not (?:yet )?cleared for (?:publication|release|use)/iu,
  /^no (?:publication|release|broadcast|use) (?:before|until|till)\b/iu,
  /^(?:please )?(?:do not|don['’]t) (?:publish|release|broadcast|transmit)\b/iu,
  /^(?:please )?(?:do not|don['’]t) (?:use|run|move) (?:before|until|till|(?:this )?(?:story|copy|item|material)|yet)\b/iu,
  /^DO NOT (?:USE|RUN|MOVE) ?[.!]? ?$/u,
  /^(?:[Ff]or|FOR) (?:release|RELEASE|use|USE) ?(?:at|AT|on|ON|after|AFTER|from|FROM|not|NOT|\d|:|\p{Lu}{2})/u,
  /^release time ?(?:[:\d]|is \d)/iu,
  /^(?:for )?(?:planning|guidance|information|background) (?:purposes )?only ?[.!:)]? ?$/iu,
  /^HOLD(?: (?:FOR|UNTIL|TILL|STORY|COPY|THIS|IT|HOLD)\b| ?[:!.\]*-]| ?$)/u,
  /^(?:HOLD|[Hh]old|[Pp]lease hold|PLEASE HOLD|(?:story|STORY|Story) (?:on hold|ON HOLD))(?: (?:for (?:release|approval|publication|clearance)|until|this story)\b.*)?[.!]? ?$/u,
  /^WITHHOLD(?: (?:STORY|COPY|UNTIL|THIS)\b| ?[:!.]| ?$)/u,
  /^(?:media|press|editors?['’]?|photo|planning) advisory(?: ?[:–—-]| (?:to|for|note)\b| ?$)/iu,
  /^ADVISORY(?: (?:TO|FOR) \p{L}+| ?[:–—-]| ?$)/u,
  /^advisory to (?:editors|clients|subscribers|media)\b/iu,
  /^(?!(?:TRAVEL|WEATHER|TORNADO|STORM|HURRICANE|TYPHOON|FLOOD|HEALTH|HEAT|WIND|WINTER|SNOW|FOG|FROST|SECURITY|MARINE|TSUNAMI|WATER|AMBER) )\p{Lu}[\p{Lu}\d-]{1,30} ADVISORY(?: ?[:(–—-]| ?$)/u,
  /^(?:BULLETIN |MANDATORY |URGENT )?(?:KILL|WITHDRAW|ELIMINATE)(?: (?:ADVISORY|MANDATORY|STORY|NOTICE)\b| ?[:!]| ?$)/u,
  /^mandatory kill\b/iu,
  /^(?:achtung,? |mit )?(?:sende)?sperrfrist(?: ?[:\d]| (?:bis|am|ende|endet|ab|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b| ?$)/iu,
  /^sperrvermerk\b/iu,
  /^gesperrt bis .{1,40}(?:uhr|\d[:.]\d{2})/iu,
  /^(?:bitte )?nicht (?:zur )?(?:veröffentlich(?:en|ung|t)|publizieren)(?!\p{L})/iu,
  /^veröffentlichung erst (?:ab|am|nach)\b/iu,
  /^frei (?:ab|zur veröffentlichung|für (?:print|online|morgen|veröffentlichung|\p{L}{0,20}ausgabe))(?!\p{L}).*(?:\d{1,2}[.:]\d{2}|\d{1,2}\. ?(?:\p{L}|\d)|uhr|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)/iu,
  /^nur zur (?:information|planung|hintergrundinformation|kenntnis)/iu,
  /^(?:strictement )?(?:sous embargo|embargo (?:jusqu|(?:levé (?:le|à)|au|du|pour(?: le)?) ?(?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)))/iu,
  /^(?:merci de )?(?:[àa] )?ne (?:pas|rien) (?:publier|diffuser)(?!\p{L})/iu,
  /^(?:diffusion|publication) (?:interdite|restreinte|différée)? ?(?:avant|jusqu).{0,40}(?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)/iu,
  /^(?:con |bajo )embargo\b|^embargad[oa]s? ?(?:hasta\b|:|$)|^embargo (?:hasta|a las)\b/iu,
  /^no (?:publicar|difundir|divulgar)\b/iu,
  /^prohibida (?:su )?(?:difusión|publicación) (?:antes|hasta)\b/iu,
  /^(?:sotto embargo|embargo (?:fino|sino|alle))|^(?:da )?non (?:pubblicare|diffondere|divulgare)/iu,
  /^(?:sob embargo|embargo até|embargad[oa]s? até)|^não (?:publicar|divulgar|difundir)/iu,
  /^(?:onder embargo|embargo tot)|^niet (?:voor publicatie|publiceren)/iu,
  /^(?:under embargo|embargo til)|^(?:spärrtid|sperrefrist|sperret til|klausuleret)|^(?:får|må) (?:ej |inte |ikke )?(?:publiceras|publiseres|offentliggøres) (?:före|först|før|tidligst)?|^publiceras tidigast/iu,
  /^(?:embargo do (?:\d|godz|poniedział|wtor|środ|czwart|piąt|sobot|niedziel|północ)|nie publikować|zakaz publikacji|materiał objęty embargiem)/iu,
  /^(?:julkaisukielto|julkaisuvapaa|embargo ?:)/iu,
  /^(?:под )?эмбарго(?: до | ?:| ?\d| ?$)|^под эмбарго|^не (?:для публикации|для печати|публиковать|публікувати)/iu,
  /^(?:ambargo(?:lu)?(?: ?[:\d]| ?$)|yayın yasağı|yayımlanmamalıdır)/iu,
  /^(?:محظور النشر|ممنوع النشر|حظر النشر|غير مخصص للنشر|ليس للنشر|يمنع النشر|للنشر بعد)/u,
  /^(?:אמברגו|לא לפרסום|אסור לפרסום)/u,
  /^(?:禁发(?:[:：至到]|$)|禁止发布|请勿发布|請勿發佈|不得早于|報道解禁|解禁(?:[:：]|日時|$)|掲載不可|公開禁止|エンバーゴ|엠바고|보도 ?금지)/u,
  /^(?:请|請)?(?:在|于|於).{1,40}(?:之前|前)(?:不得|请勿|請勿)(?:发布|發布|發佈|发表|發表|公开|公開|刊登|报道)/u,
  /^.{1,40}(?:まで|以前)(?:報道|掲載|公開)(?:禁止|不可|を控え)/u,
  /^εμπάργκο/iu,
  // An instruction begins with its subject or its verb; "the report will not be published until" is news.
  /^(?:(?:this|the|story|copy|item|material|report|article|following|is|are|may|must|can|should|strictly|please) ){0,6}not (?:to )?(?:be )?(?:for )?(?:publication|published|release|released|broadcast|transmission|transmitted|use|used|distribution|distributed|print|printed)(?:,?(?: (?:and|or))? (?:publication|broadcast|transmission|distribution|online|print|web|social|media|use)){0,5} (?:before|until|till|prior to|ahead of)\b/iu,
  /^no (?:publication|release|broadcast|use) (?:prior to|ahead of)\b/iu,
  /^not before .{0,30}(?:\d{1,2}[:.]\d{2}|\d{3,4} ?(?:gmt|utc|hrs|hours)|\d ?[ap]\.?m\b)/iu,
  /^(?:ADVANCE|Advance) (?:FOR|for)\b|^adv ?\d{1,2}\b/u,
  /^FOR (?:\p{Lu}+ ){1,3}RELEASE\b/u,
  /^(?:the )?(?:following|this) (?:story|copy|item|material) is for (?:release|use|publication)\b/iu,
  /^to be (?:released|published|broadcast) .{0,30}(?:\d{1,2}[:.]\d{2}|\b\d{4}\b|\d ?[ap]\.?m\b)/iu,
  /^release ?:.{0,60}(?:\d{4} ?(?:gmt|utc|hrs)|\d{1,2}[:.]\d{2}|\d ?[ap]\.?m\b)/iu,
  /^(?:strictly |private and )?confidential (?:until|till)\b/iu,
  /^(?:kindly |please )?(?:respect|observe|note) (?:the |this )?embargo\b/iu,
  /^for (?:background|planning|guidance|information)(?: purposes)?(?: only)?[,.;:] ?(?:not|no) (?:for )?(?:publication|release|broadcast|use)\b/iu,
  /^(?:ON HOLD|PLS HOLD|PLEASE HOLD)\b/u,
  /^KILL(?:[ ,!.]+KILL)+\b|^(?:STORY|COPY|ITEM) (?:WITHDRAWN|KILLED|RETRACTED|CANCELLED)\b/u,
  /^TEST(?:[ ,:!.–-]+TEST)+\b|^(?:this is a )?test\b.{0,60}(?:disregard|ignore this)/iu,
  /^test\b.{0,40}bitte nicht (?:verwenden|beachten|veröffentlichen)/iu,
  /^sperrfrist (?:bitte )?(?:beachten|einhalten)/iu,
  /^(?:veröffentlichung|verwendung|nutzung) (?:nicht|frühestens) (?:vor|ab|am)\b/iu,
  /^nicht vor .{1,60}(?:veröffentlich|verwenden|publizier|senden|freigegeben)/iu,
  /^zur veröffentlichung (?:ab|am|nach|erst|nicht)\b/iu,
  /^freigegeben (?:ab|am|für|erst).{0,30}(?:\d{1,2}\. ?\p{L}|\d{1,2}[.:]\d{2}|uhr|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)/iu,
  /^nicht (?:verwenden|senden|drucken|freigeben)(?: (?:vor|bis)\b| ?[.!]| ?$)/iu,
  /^(?:streng )?vertraulich bis\b/iu,
  /^(?:publication|diffusion) (?:autorisée |possible )?à partir .{0,30}(?:\d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)/iu,
  /^(?:noticia|información|material|texto|nota)s? embargad[oa]s?(?!\p{L})/iu,
  /^(?:è )?vietat[ao] (?:la )?(?:pubblicazione|diffusione)(?!\p{L})/iu,
  /^niet v[oó]{2}r .{1,40}(?:publiceren|gebruiken|uitzenden)/iu,
  /^klausul(?:eret)? ?(?::|til\b)/iu,
  /^ei saa julkaista|^embargo (?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)/iu,
  /^yayın ambargosu/iu,
  /^(?:запрещено|запрещается|нельзя) (?:к )?(?:публик|печат)/iu,
  /^(?:під )?ембарго(?: до | ?:| ?\d| ?$)/iu,
  /^(?:يحظر|يُحظر|حظر|ممنوع|يمنع) (?:من )?(?:النشر|نشر) ?(?:هذا |هذه )?.{0,20}(?:حتى|قبل)/u,
  /^אין לפרסם/u,
  /^(?:禁止|不得)在.{1,30}(?:发布|發布|刊登|使用|报道)|^.{0,20}\d{1,2}[日号].{0,12}解禁|^(?:朝刊|夕刊|午前|午後).{0,8}解禁|^解禁\s/u,
  /^.{1,40}까지 ?보도 ?(?:금지|유예|자제)/u,
  /^nepublikovat(?!\p{L})|^(?:a )?nu se (?:publica|difuza)|^embargó|^nem közölhető/iu,
];

/** Hints at a hold among other words: `Budget: taxes rise [EMBARGO]`. */
const HINTS: readonly RegExp[] = [
  /[[(]\s*(?:under |strict )?(?:embargo(?:ed)?|sperrfrist|sous embargo|on hold)\s*[\])]/iu,
  /\bon condition (?:that )?(?:it|this|the \p{L}+) (?:is|are) not (?:published|used|broadcast|released|distributed)\b/iu,
];

/** A time of the clock or a date: an instruction has one, or very few words. */
const TIME =
  /\d{1,2}[:.h]\d{2}|\d ?(?:a\.?m|p\.?m|uhr|h|gmt|utc|hrs|hours|час|[时時시])(?!\p{L})|\d{3,4} ?(?:gmt|utc|hrs|hours)|\d{4}-\d{2}-\d{2}|\d{1,2}[日号]/iu;

/** Words of dates and of uses, which an instruction has beside its verb. */
const FILLERS =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|segunda|terça|quarta|quinta|sexta|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag|antes|del|das|dell[ae]|prima|tot|avant|jusqu|bis|före|før|lunes|martes|miércoles|jueves|viernes|sábado|domingo|jan\p{L}*|feb\p{L}*|mar\p{L}{0,4}|apr\p{L}*|may|mai|jun\p{L}*|jul\p{L}*|aug\p{L}*|sep\p{L}*|oct\p{L}*|okt\p{L}*|nov\p{L}*|dec\p{L}*|dez\p{L}*|morning|evening|noon|midnight|night|hours?|hrs|time|local|newspapers?|papers|editions?|thereafter|and|the|for|use|release|publication|until|notice|further|gmt|utc)$/iu;

/** Largest number of other words behind an instruction: with a time, with another number, and without one. */
const MAX_WORDS_WITH_TIME = 8;
const MAX_WORDS_WITH_NUMBER = 3;
const MAX_WORDS = 1;

/** Words of an embargo anywhere in a line; one on goods is news. */
const EMBARGO_WORDS = /embargo|embargó|sperrfrist|эмбарго|ембарго|エンバーゴ|엠바고|ambargo|אמברגו|εμπάργκο/iu;
const GOODS =
  /(?<![\p{L}])(?:arms|weapons?|trade|oil|gas|grain|food|economic|export|import|fuel|steel|gold|waffen|öl|handels|wirtschafts|armes|pétrole|commercial|économique|armas|petróleo|comercial|económico|armi|petrolio|us|u\.s\.|eu|un|u\.n\.|russian?|iranian?|cuban?|chinese|на нефть|на поставки)[ -]?(?:de |d['’]|du |di |del )?embargo|embargo (?:on|against|of|auf|gegen|sur|contre|sobre|contra|su|contro|op|mot|på|sobre las|a las|al|aux?) (?!\d)|эмбарго на|embargoed (?:goods|oil|gas|russian|iranian)/iu;

/** Words beside an embargo that make it one of copy: a time, an end, or that the text is under it. */
const CONTEXT =
  /\d{1,2}[:.h]\d{2}|\d{3,4} ?(?:gmt|utc|cet|est|edt)|\b(?:until|till|jusqu|hasta|até|bis|fino|sino|tot|strict|absolu|under|sous|bajo|con|sob|sotto|onder|unter|mit|objęty|до|под)\b|jusqu|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|vendredi|lundi|mardi|mercredi|jeudi|samedi|dimanche|freitag|montag|dienstag|mittwoch|donnerstag|viernes|venerdì|friday/iu;

/** Longer lines are sentences about something else. */
const MAX_MENTION = 160;

/** Words of notes to editors and desks, which hold nothing back. */
const NOTES: readonly RegExp[] = [
  /^(?:(?:attention|note|notes|nb) ?:? (?:to |for )?)?(?:news )?(?:editors?['’]s?|editors?['’]?s? (?:notes?|only)|news ?desks?)(?: (?:notes?|only))? ?(?::|：|[-–—])/iu,
  /^(?:(?:attention|note|notes|nb) ?:? (?:to |for )?)?eds(?: (?:notes?|only))? ?[:：]/iu,
  /^attention,? (?:to |for )?(?:eds|editors?|desks?|news desks?|clients|subscribers)\b/iu,
  /^notes? (?:to|for) (?:eds|editors?|desks?|news desks?|clients|subscribers) ?[:.]? ?(?:$|more\b|photos?\b|see\b|this\b|\()|^notes? (?:to|for) (?:eds|editors?|desks?) ?:/iu,
  /^(?:subs|recasts|rewrites|adds|updates|corrects|refiles|repeats) (?:with (?:new|quotes?|details?|le(?:de|ad)|background|analysts?|comments?)|to (?:add|fix|correct)|lede|graf|paragraph)\b/iu,
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
  if (text === '' || text.length > MAX_LENGTH || isNews(text)) return undefined;
  const rest = behindHold(text);
  if (rest !== undefined && isInstruction(text, rest)) return 'hold';
  if (!NOTES.some((pattern) => pattern.test(text.replace(SIGNS, '')))) return undefined;
  // A note may contain the words that hold back.
  const isHold = rest !== undefined || (EMBARGO_WORDS.test(text) && CONTEXT.test(text));
  return isHold ? 'hold' : 'note';
}

/** Returns the words behind those that hold copy back; `undefined` for a line without them. */
function behindHold(text: string): string | undefined {
  const bare = text.replace(SIGNS, '');
  for (const candidate of [bare, bare.replace(LABEL, '').replace(SIGNS, '')]) {
    for (const pattern of HOLDS) {
      const match = pattern.exec(candidate);
      if (match !== null) return candidate.slice(match.index + match[0].length);
    }
  }
  return undefined;
}

/**
 * True for a line that is nothing but an instruction: with more words behind it, it may be a headline, which holds the
 * copy back and stays.
 */
function isInstruction(text: string, rest: string): boolean {
  const words = (rest.match(/\p{L}{3,}/gu) ?? []).filter((word) => !FILLERS.test(word));
  // Chinese and Japanese have no spaces between words.
  const count = words.reduce(
    (sum, word) =>
      sum + (/[\p{Script=Han}\p{Script=Kana}\p{Script=Hira}]/u.test(word) ? Math.ceil(word.length / 3) : 1),
    0,
  );
  return count <= (TIME.test(text) ? MAX_WORDS_WITH_TIME : /\d/.test(rest) ? MAX_WORDS_WITH_NUMBER : MAX_WORDS);
}

/**
 * True if a line holds its copy back, alone or among other words: `URGENT (EMBARGOED UNTIL FRIDAY)`. Such a line may be
 * text as well, and is not taken out.
 */
export function mentionsHold(line: string): boolean {
  const text = folded(line);
  // The first words of a long paragraph.
  if (text.length > MAX_LENGTH) return deskLine(text.slice(0, MAX_MENTION)) === 'hold';
  if (isNews(text)) return false;
  if (behindHold(text) !== undefined || HINTS.some((pattern) => pattern.test(text))) return true;
  if (text.length > MAX_MENTION || !EMBARGO_WORDS.test(text)) return false;
  const isShouted = text === text.toUpperCase() && /\p{Lu}/u.test(text);
  return CONTEXT.test(text) || (isShouted && text.length < 60) || /-EMBARGO\b|\/EMBARGO\b/.test(text);
}

/** True for a line about an embargo on goods, and for a sentence in quotes with its speaker. */
function isNews(text: string): boolean {
  return (EMBARGO_WORDS.test(text) && GOODS.test(text)) || QUOTED.test(text);
}

/** Words in quotes with others behind them. */
const QUOTED = /^["“„«»‘]\p{L}[^"“”„«»]{3,200}[,.?!]["”“»«’] \p{L}/u;

/** Folds the ways in which a word is disguised: wide letters, invisible characters, and spaces between letters. */
function folded(line: string): string {
  const text = line
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    // The mark of ANPA 1312 or IPTC 7901 at the end of a line.
    .replace(/[<=‹]$/, '')
    .trimEnd();
  return /^(?:\p{L} ){3,40}\p{L}$/u.test(text) ? text.replaceAll(' ', '') : text;
}
