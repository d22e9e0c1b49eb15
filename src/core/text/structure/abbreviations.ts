/** How an abbreviation is used: where sentences go on behind its full stop. */
export type AbbreviationUse = 'inside sentences' | 'before numbers' | 'at ends too';

/**
 * Abbreviations by language, in lower case, without spaces and without the last full stop. “etc.” and “usw.” are in
 * no list: behind them a capital letter begins a sentence, as behind any word.
 */
const ABBREVIATIONS: Record<AbbreviationUse, readonly string[]> = {
  /** Something of the same sentence always follows. They are no words of another language that can end a sentence. */
  'inside sentences': [
    // English
    `adm approx asst attn brig capt cf cmdr dr drs e.g eg esp gov i.e ie lt maj messrs mr mrs n.b p.s p.-s prof pvt
     sgt supt viz vs w.r.t`,
    // German
    `abb abschn allg anm ausg bearb beisp bspw bzgl bzw d.h dgl dipl dr.med dr.phil dr.jur dr.rer.nat dr.h.c einschl
     entspr evtl ggf ggfs ggü hrn hrsg i.allg i.d.r i.e.s i.s.v insb insbes nachf s.a s.o s.u sog urspr verf vgl v.a
     z.b z.hd z.t z.zt zit zzgl`,
    // French
    `av c.-à-d c-à-d ibid mlle mlles mme mmes p.ex réf`,
    // Spanish
    `arq avda cía dña dpto dra dras dres ee gral hnos ibíd p.ej pej profa srta srtas sra sras sres tte ud uds v.gr vd
     vds`,
    // Portuguese
    `depto exma exmo ilma ilmo p.ex v.exa v.ex v.s`,
    // Italian
    `avv cfr dott dott.ssa egr ing p.es prof.ssa psicol sig sig.na sig.ra sigg spett`,
    // Dutch
    `bijv d.m.v d.w.z dhr dwz i.p.v i.v.m m.b.t m.b.v m.i.v mevr n.a.v o.b.v o.l.v t.a.v t.o.v zgn`,
    // Danish, Norwegian, Swedish
    `bl.a d.v.s dvs f.eks feks fx jf jfr mht t.ex t.o.m vedr`,
    // Polish, Czech, Hungarian, Finnish, Turkish
    `inż m.in np tj tzn tzw např popř tzv pl doç esim öğr`,
    // Russian, Ukrainian, Bulgarian
    `акад англ г-жа г-н гр-н греч доц инж исп итал лат напр нем пр-т просп проф т.е т.к т.н т.о тобто ул`,
    // Greek, Armenian
    `βλ δηλ λ.χ π.χ πρβλ օր`,
    // Arabic
    `ا.د أ.د`,
    // Hindi, Marathi, Nepali; Bengali
    `डॉ डा प्रो श्री सुश्री श्रीमती पं स्व वि.सं ई.पू एम बी सी डी एफ एच जे एल एन पी एस टी यू वी आर ডা`,
  ],
  /** “No. 5”, “S. 12”, “стр. 7”. Elsewhere they are words, or end a sentence. */
  'before numbers': [
    `abs anh art arts app aufl bd bldg cap ch chap cl col ed env eq eqs fig figs kap mind no nos nr par para pp pt
     ref refs rm rz sec sect ss tab ver vol vols ziff`,
    `jan feb mar jun jul aug sep sept oct okt nov dec dez`,
    `lib lit núm num nº párr pág pag tít tomo`,
    `гл стр пп гг рис ст стб табл ч янв февр апр авг сент окт нояб дек`,
    `अनु धारा क्र पृ सं`,
  ],
  /** The sentence goes on, unless the next word is one that often opens sentences. */
  'at ends too': [
    `a.m al ave blvd bros ca co corp dept e.u ex exec ext gen inc incl jr llc ltd max min misc ms mt p.m ph.d rd resp
     rev sen sr st tel u.k u.n u.s u.s.a`,
    `abt adr bez bsp dipl.-ing dipl.-kfm ehem eigtl einh exkl ff frz ges geb gegr gem inkl kath mio jahrh mrd n.chr
     o.ä o.g österr pfd röm schweiz spez std str u.a u.u u.v.a u.v.m u.ä v.chr`,
    `anc apr append boul categ coll éd édit encycl équiv exempl fasc févr hab illustr janv juil publ mm ph pr ste
     suiv suppl symb th trad`,
    `a.c a.de.c admón apdo dcha excma excmo a.e.c aprox d.c ee.uu ej ldo máx mín ntra págs rvdo ss.mm sto sta lic`,
    `apto eng máx obs séc`,
    `kl maks stk tlf godz mgr św`,
    `в вв вул г гг д др др.-греч им ім кв кг км коп корп млн млрд мин обл оз пер пл пос прибл пгт прим р-н руб св см
     ср тел тыс т.ч`,
    `कि.मी कि.ग्रा से.मी मि.मी रु`,
  ],
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
