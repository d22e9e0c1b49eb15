/** How an abbreviation is used: where sentences go on behind its full stop. */
export type AbbreviationUse = 'inside sentences' | 'before numbers' | 'at ends too' | 'like words';

/** Abbreviations by language, in lower case, without spaces and without the last full stop. */
const ABBREVIATIONS: Record<AbbreviationUse, readonly string[]> = {
  /** Something of the same sentence always follows. They are no words of another language that can end a sentence. */
  'inside sentences': [
    // English
    `adm approx asst attn brig capt cf cmdr cpl dr drs e.g eg esp gov i.e ie loc.cit lt maj messrs mr mrs n.b op.cit
     p.s p.-s prof pvt sgt supt viz vs w.r.t`,
    // German
    `abb abschn allg anm ausg bearb beisp bspw bzgl bzw d.h dgl dipl dr.med dr.phil dr.jur dr.rer.nat dr.h.c einschl
     entspr evtl frl ggf ggfs ggü hrn hrsg i.allg i.d.r i.e.s i.s.v insb insbes nachf sog urspr verf vgl v.a
     z.b z.hd z.t z.zt zit zzgl`,
    // French
    `art.cit av c.-à-d c-à-d dir gén ibid mlle mlles mme mmes p.ex réf sté`,
    // Spanish
    `arq avda cía dña dpto dra dras dres ee gral hnos ibíd mons mtro ob.cit p.ej pbro pej profa srta srtas sra sras
     sres tte v.gr`,
    // Portuguese
    `cia depto exma exmo ilma ilmo p.ex v.exa v.ex v.s`,
    // Italian
    `avv cfr dott dott.ssa egr ing p.es prof.ssa psicol sig sig.na sig.ra sigg spett`,
    // Dutch
    `bijv d.m.v d.w.z dhr dwz i.p.v i.v.m m.b.t m.b.v m.i.v mevr n.a.v o.b.v o.l.v t.a.v t.o.v zgn`,
    // Danish, Norwegian, Swedish
    `bl.a d.v.s dvs f.eks feks fx jf jfr mht t.ex t.o.m vedr`,
    // Polish, Czech, Hungarian, Finnish, Turkish
    `inż m.in np tj tzn tzw např popř tzv pl doç esim öğr`,
    // Russian, Ukrainian, Bulgarian
    `акад англ г-жа г-н гр-н греч дж доц инж исп итал кн лат напр нп пр-т просп проф ред св сокр сост т.е т.к т.н т.о
     тобто ул`,
    // Greek, Armenian
    `βλ δηλ λ.χ π.χ πρβλ օր`,
    // Arabic, with the names of Latin letters
    `ا.د أ.د آر آي إتش إس إف إكس إل إم إيه تي جيه دبليو زد سي كيه كيو يو`,
    // Hindi, Marathi, Nepali; Bengali
    `डॉ डा प्रो श्री सुश्री श्रीमती पं स्व मो नं वि.सं ई.पू एम बी सी डी एफ एच जे एल एन पी एस टी यू वी आर के आई क्यू एक्स डब्ल्यू ডা`,
  ],
  /** “No. 5”, “S. 12”, “стр. 7”. Elsewhere they are words, or end a sentence. */
  'before numbers': [
    `abs anh art arts app aufl bldg cap chap cl env eq eqs fig figs kap mind no nos nr par para pp pt ref refs rm rz
     sec sect ss tab ver vol vols ziff`,
    `jan feb mar jun jul aug sep sept oct okt nov dec dez`,
    `lib lit núm num nº párr pág pag tít tomo`,
    `абз вып гл стр пп гг прил разд рис ст стб табл ч янв февр апр авг сент окт нояб дек`,
    `अनु धारा क्र पृ सं`,
  ],
  /** The sentence goes on, unless the next word is one that often opens sentences. */
  'at ends too': [
    `a.m al ave bd blvd bros ca ch co col corp dept e.u ed ex exec ext gen hon inc incl jr llc ltd max min misc ms mt
     p.m ph.d pres rd rep resp rev sen sr st tel u.k u.n u.s u.s.a`,
    `abt adr bez bsp dipl.-ing dipl.-kfm ehem eigtl einh exkl ff frz ges geb gegr gem inkl kath mio jahrh mrd n.chr
     o.ä o.g österr pfd röm s.a s.o s.u schweiz spez std str u.a u.u u.ä v.chr`,
    `anc apr append boul categ coll éd édit encycl équiv exempl fasc févr hab illustr janv juil publ mm ph pr ste
     suiv suppl symb th trad tél`,
    `a.c a.de.c admón apdo dcha excma excmo a.e.c aprox d.c ee.uu ej ldo máx mín ntra págs rvdo ss.mm sto sta lic ud uds univ vd vds`,
    `apto eng máx obs séc`,
    `kl maks stk tlf godz mgr św`,
    `в вв вул г гг д др др.-греч им ім кв кг км коп корп млн млрд мин нем обл оз пер пл пос прибл пгт прим р-н руб св см
     ср тел тыс т.ч`,
    `कि.मी कि.ग्रा से.मी मि.मी रु`,
  ],
  /** A capital letter begins a sentence behind them, as behind any word. */
  'like words': ['etc u.s.w u.v.a u.v.m u.a.m a.s.o т.д т.п'],
};

const uses = new Map(
  Object.entries(ABBREVIATIONS).flatMap(([use, lists]) =>
    lists.flatMap((list) => list.split(/\s+/)).map((word) => [word, use as AbbreviationUse] as const),
  ),
);

/** How an abbreviation is used; undefined for any other word. @param word in lower case, without its last full stop */
export function abbreviationUse(word: string): AbbreviationUse | undefined {
  return uses.get(word);
}
