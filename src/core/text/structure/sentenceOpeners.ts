/** Words that often open a sentence and hardly ever follow an initial or an acronym in a name, by language, in lower case. */
const OPENERS = new Set(
  [
    // English
    `mr mrs ms dr prof how a after all also although an and any are as at because before both but by can check did do
     does don't during each even every everyone few finally first for from give has have he her here his how however
     i if in instead is it it's its just keep last let make many may more most my never next no not nothing now of on
     once one only or other our please read remember say see she should since so some such that the their then there
     therefore these they this those though thus to today under unlike until use we what whatever when where whether
     which while who why will with without write yes yet you your`,
    // German
    `aber alle als am an auch auf aus bei beide bis damit danach dann das dein denn der deshalb die dies diese dieser
     dieses dort ein eine einige er es falls für gib hier ich ihr im in ja jede jeder jedes jetzt kein keine man mehr
     mein mit nach nachdem nein nicht noch nun nur ob obwohl oder ohne schreibe sein seine seit sie so soll sondern
     trotz um und unter viele vom von vor während wann warum was weil wenn wer wie wir wo zu zum zur`,
    // French
    `ainsi alors après au aucun aussi avant avec c'est ce cela ces cet cette chaque comme comment dans depuis des
     donc elle elles en enfin est et il ils je la le les leur lors lorsque mais même ne non nos notre nous on or ou
     où oui par pendant pour pourquoi puis quand que quel quelle qui sa sans se selon ses si son sous sur tous tout
     toute tu un une vos votre vous`,
    // Spanish
    `además al algunos ante antes así aunque cada como con cuando desde después donde durante el ella ellas ellos en
     entonces es esa ese eso esta estas este esto estos fue ha hasta la las lo los luego mientras mi muchos ni no nos
     nunca o para pero por porque pues que se según si siempre sin sobre su sus también tras tu un una usted ustedes
     y ya yo`,
    // Portuguese
    `além algumas alguns antes ao aos após apesar as assim até cada com como das depois desde dessa desse deve do
     durante e ela elas ele eles em embora enquanto então era essa esse esta este eu foi há isso isto já mais mas na
     nas nem no nos nós nunca o os ou para pela pelo por porque quando que quem se sem sempre ser seu sua também tem
     todos um uma você vocês`,
    // Italian, Dutch
    `anche ancora che chi con così dal dopo dove e gli ha i il in infine inoltre io la le lo loro ma nel nella noi
     non ogni per perché però poi prima qual quando quello questa questo se si sono su tra tu un una voi als bij
     daarna dan dat deze die dit door een en er gebruik geen het hij hoe ik in is je maar met na naar niet nu of om
     ook op over te toen u uit van voor wanneer wat we wie wij ze zij zijn zo`,
    // Russian, Ukrainian
    `а в вам вас во вот все всё вы где да для до его ее её если есть еще ещё ж за здесь и из или им их к как когда
     кто ли лишь мне мы на не нет но ну о об однако он она они оно от по поэтому при про с сейчас со так также там то
     тогда того только ты у уже хотя чего что чтобы эта эти это этот я або але би був була були від він вона вони
     воно для до з за і із її їх коли ми на не ні після при про та так те ти тоді у це цей що щоб як якщо`,
  ].flatMap((list) => list.split(/\s+/)),
);

/** Whether the text starts with a word that often opens a sentence. */
export function startsWithOpener(text: string): boolean {
  const word = /^[\p{L}\p{M}'’]+/u.exec(text)?.[0];
  return word !== undefined && OPENERS.has(word.toLowerCase().replaceAll('’', "'"));
}
