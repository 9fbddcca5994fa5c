"""What the invented records say: in Albanian, and in Serbian where that is the language at hand."""

from typing import NamedTuple

from establishment.choices import DocumentKind


class Text(NamedTuple):
    """A text in both official languages; `text[SQ]` or `text[SR]`."""

    sq: str
    sr: str


SQ, SR = range(2)


class Theme(NamedTuple):
    """A theme of a meeting: its category, its line on the agenda, and what may come of it."""

    category: str
    title: Text
    decision: Text
    concern: Text
    is_incident: bool = False


class PlannedActivity(NamedTuple):
    """An activity of an annual work plan: what, when, by whom, for how many euro, and for whom."""

    title: Text
    quarter: int
    responsible: Text
    budget: int | None = None
    is_for_communities: bool = False


OPENING = Text("Miratimi i procesverbalit të kaluar", "Usvajanje prethodnog zapisnika")
REPORT = Text(
    "Raporti i policisë për gjendjen e sigurisë", "Izveštaj policije o stanju bezbednosti"
)
WORK_PLAN = Text("Miratimi i planit vjetor të punës", "Usvajanje godišnjeg plana rada")
CLOSING = Text("Të ndryshme", "Razno")
SUMMARY = Text(
    "Policia raportoi për gjendjen e sigurisë. Anëtarët diskutuan: {themes}.",
    "Policija je izvestila o stanju bezbednosti. Članovi su raspravljali o temama: {themes}.",
)

THEMES = (
    Theme(
        "school_safety",
        Text("Siguria në shkolla", "Bezbednost u školama"),
        Text(
            "T'i rekomandohet Drejtorisë së Arsimit vendosja e kamerave në hyrje të shkollave.",
            "Preporučuje se Direkciji za obrazovanje da postavi kamere na ulazima u škole.",
        ),
        Text(
            "Prindërit kërkojnë patrullim më të shpeshtë rreth shkollës në mëngjes.",
            "Roditelji traže češće patroliranje oko škole ujutru.",
        ),
    ),
    Theme(
        "traffic_safety",
        Text("Siguria në trafik", "Bezbednost u saobraćaju"),
        Text(
            "T'i kërkohet drejtorisë përkatëse vijëzimi i vendkalimeve për këmbësorë.",
            "Traži se od nadležne direkcije da obeleži pešačke prelaze.",
        ),
        Text(
            "Veturat lëvizin me shpejtësi të madhe në rrugën kryesore.",
            "Vozila se velikom brzinom kreću glavnim putem.",
        ),
    ),
    Theme(
        "stray_animals",
        Text("Qentë endacakë", "Psi lutalice"),
        Text(
            "Të vazhdojë trajtimi i qenve endacakë sipas planit të komunës.",
            "Nastaviti zbrinjavanje pasa lutalica po planu opštine.",
        ),
        Text(
            "Qen endacakë mblidhen pranë ndalesës së autobusit.",
            "Psi lutalice se okupljaju kod autobuske stanice.",
        ),
    ),
    Theme(
        "infrastructure",
        Text("Ndriçimi publik", "Javna rasveta"),
        Text(
            "Të riparohet ndriçimi në rrugët dytësore.",
            "Popraviti rasvetu u sporednim ulicama.",
        ),
        Text(
            "Një pjesë e rrugës është pa ndriçim.",
            "Jedan deo puta nema rasvetu.",
        ),
    ),
    Theme(
        "security_cameras",
        Text("Kamerat e sigurisë", "Bezbednosne kamere"),
        Text(
            "Të bëhet lista e vendeve ku duhen kamera.",
            "Napraviti spisak mesta na kojima su potrebne kamere.",
        ),
        Text(
            "Kamerat në parkun publik nuk punojnë.",
            "Kamere u javnom parku ne rade.",
        ),
    ),
    Theme(
        "property_crime",
        Text("Parandalimi i vjedhjeve", "Sprečavanje krađa"),
        Text(
            "T'u shpërndahen këshilla banorëve para pushimeve verore.",
            "Podeliti savete stanovnicima pre letnjih odmora.",
        ),
        Text(
            "U vodhën vegla nga një depo; rasti është paraqitur në polici.",
            "Ukraden je alat iz jednog skladišta; slučaj je prijavljen policiji.",
        ),
        is_incident=True,
    ),
    Theme(
        "public_order",
        Text("Rendi dhe qetësia publike", "Javni red i mir"),
        Text(
            "Të shtohet prania e policisë në fundjavë.",
            "Povećati prisustvo policije vikendom.",
        ),
        Text("Zhurmë gjatë natës pranë parkut.", "Buka noću kod parka."),
    ),
    Theme(
        "emergency_health",
        Text("Gatishmëria për emergjenca", "Spremnost za vanredne situacije"),
        Text(
            "Të përditësohet lista e numrave për raste emergjente.",
            "Ažurirati spisak brojeva za hitne slučajeve.",
        ),
        Text(
            "Përroi del nga shtrati pas reshjeve të mëdha.",
            "Potok se izliva posle jakih padavina.",
        ),
    ),
    Theme(
        "fire_protection",
        Text("Mbrojtja nga zjarri", "Zaštita od požara"),
        Text(
            "Të njoftohen banorët për ndalimin e djegies së barit të thatë.",
            "Obavestiti stanovnike o zabrani paljenja suve trave.",
        ),
        Text("Zjarr në bar të thatë, pa të lënduar.", "Požar suve trave, bez povređenih."),
        is_incident=True,
    ),
    Theme(
        "environment",
        Text("Mbeturinat dhe mjedisi", "Otpad i životna sredina"),
        Text(
            "Të organizohet një aksion pastrimi me banorët.",
            "Organizovati akciju čišćenja sa stanovnicima.",
        ),
        Text("Mbeturina pranë lumit.", "Otpad pored reke."),
    ),
    Theme(
        "returnee_safety",
        Text("Siguria e të kthyerve", "Bezbednost povratnika"),
        Text(
            "Të vizitohen familjet e kthyera bashkë me Zyrën për Komunitete dhe Kthim.",
            "Posetiti povratničke porodice zajedno sa Kancelarijom za zajednice i povratak.",
        ),
        Text(
            "Familjet e kthyera kërkojnë ndriçim dhe patrullim më të shpeshtë.",
            "Povratničke porodice traže rasvetu i češće patroliranje.",
        ),
    ),
    Theme(
        "unsafe_structures",
        Text("Ndërtesat dhe puset e pasigurta", "Nebezbedne zgrade i bunari"),
        Text("Të rrethohen puset e hapura.", "Ograditi otvorene bunare."),
        Text(
            "Pus i hapur pranë shtegut që përdorin nxënësit.",
            "Otvoren bunar pored staze kojom idu učenici.",
        ),
    ),
)

COUNCIL_PLACES = (
    Text("Salla e kuvendit të komunës", "Sala skupštine opštine"),
    Text("Zyra e kryetarit të komunës", "Kancelarija predsednika opštine"),
    Text("Stacioni policor", "Policijska stanica"),
)
LOCAL_PLACES = (
    Text("Shkolla fillore", "Osnovna škola"),
    Text("Shtëpia e kulturës", "Dom kulture"),
    Text("Zyra e bashkësisë lokale", "Kancelarija mesne zajednice"),
)
GUESTS = (
    Text("OSBE", "OEBS"),
    Text("KFOR", "KFOR"),
    Text("Ekipi Veprues për Siguri në Bashkësi", "Akcioni tim za bezbednost u zajednici"),
    Text("Ministria e Punëve të Brendshme", "Ministarstvo unutrašnjih poslova"),
    Text("Zyra për Komunitete dhe Kthim", "Kancelarija za zajednice i povratak"),
    Text("Drejtoria e Inspeksionit", "Direkcija za inspekciju"),
)
POLICE_STAND_INS = (
    Text("zëvendëskomandanti", "zamenik komandira"),
    Text("toger", "poručnik"),
    Text("rreshter", "narednik"),
)
OTHER_STAND_INS = (Text("zëvendësi", "zamenik"), Text("zyrtar", "službenik"))

REPORTED = Text(
    "Komandanti i stacionit raportoi se gjendja e sigurisë është e qetë. "
    "Numri i vjedhjeve ka rënë në krahasim me muajin e kaluar.",
    "Komandir stanice je izvestio da je stanje bezbednosti mirno. "
    "Broj krađa je opao u odnosu na prošli mesec.",
)
TAKEN_NOTE = Text(
    "Anëtarët e shqyrtuan çështjen dhe u pajtuan që ajo të ndiqet edhe më tutje.",
    "Članovi su razmotrili pitanje i saglasili se da se ono i dalje prati.",
)
TASKS = (
    Text(
        "Të riparohet ndriçimi publik te shkolla fillore.",
        "Da se popravi javna rasveta kod osnovne škole.",
    ),
    Text(
        "Të vendosen shenja të trafikut në hyrje të lagjes.",
        "Da se postave saobraćajni znaci na ulazu u naselje.",
    ),
    Text(
        "Të pastrohet shtrati i lumit para sezonit të shirave.",
        "Da se očisti korito reke pre sezone kiša.",
    ),
)
RESULT = Text("Ndriçimi u riparua.", "Rasveta je popravljena.")
EDUCATION = Text("Drejtoria e Arsimit", "Direkcija za obrazovanje")
PUBLIC_SERVICES = Text("Drejtoria e Shërbimeve Publike", "Direkcija za javne službe")
COMMUNITIES_COMMITTEE = Text("Komiteti për Komunitete", "Odbor za zajednice")
OSCE = Text("OSBE", "OEBS")
NOTICE_BOARD = Text("Faqja zyrtare e komunës", "Zvanična stranica opštine")
PROPOSED_BY = Text("Shoqata kulturore", "Kulturno udruženje")
DISSOLVED = Text("shpërbërja e komitetit", "raspuštanje odbora")
EVIDENCE = Text(
    "Lista e pagesave e drejtorisë së financave", "Spisak isplata direkcije za finansije"
)

# Of requests to found or change a committee
REASONS = (
    Text(
        "Banorët kërkojnë bashkëpunim më të afërt me policinë: vjedhje të vogla, ndriçim i dobët "
        "dhe shpejtësi e madhe në rrugën kryesore.",
        "Stanovnici traže bližu saradnju sa policijom: sitne krađe, slaba rasveta i brza vožnja "
        "na glavnom putu.",
    ),
    Text(
        "Rruga drejt shkollës nuk është e sigurt, dhe banorët nuk kanë një vend ku shqetësimet "
        "trajtohen bashkë me policinë.",
        "Put do škole nije bezbedan, a stanovnici nemaju mesto na kome se problemi rešavaju "
        "zajedno sa policijom.",
    ),
    Text(
        "Vendbanimi është rritur shpejt; banorët duan të takohen rregullisht me policinë dhe "
        "komunën.",
        "Naselje je brzo poraslo; stanovnici žele da se redovno sastaju sa policijom i opštinom.",
    ),
)
AREA_REASONS = Text(
    "Lagjja e re u ndërtua pranë zonës së komitetit dhe nuk mbulohet nga asnjë tjetër.",
    "Novo naselje je izgrađeno pored područja odbora i ne pokriva ga nijedan drugi.",
)
CASES = Text(
    "Dymbëdhjetë raste: shtatë vjedhje, tri aksidente, dy prishje të rendit.",
    "Dvanaest slučajeva: sedam krađa, tri nezgode, dva narušavanja reda.",
)
FIELD_REPORTS = Text(
    "Patrullat njoftojnë për ndriçim të dobët dhe për qen endacakë pranë shkollës.",
    "Patrole izveštavaju o slaboj rasveti i o psima lutalicama kod škole.",
)
ANALYSIS = Text(
    "Rastet përsëriten në të njëjtat vende. Një komitet do të ndihmonte në parandalim dhe në "
    "informimin e banorëve.",
    "Slučajevi se ponavljaju na istim mestima. Odbor bi pomogao u sprečavanju i u obaveštavanju "
    "stanovnika.",
)
CONSULTED = Text(
    "kryetari i fshatit\ndrejtori i shkollës\nshoqata e grave",
    "predstavnik sela\ndirektor škole\nudruženje žena",
)
CONSENT_NOTE = Text(
    "Të pranishmit u pajtuan dhe kërkuan që takimet të mbahen pasdite.",
    "Prisutni su se saglasili i traže da se sastanci održavaju posle podne.",
)
FILES = {
    DocumentKind.LETTER: Text("kerkesa-e-banoreve.pdf", "zahtev-stanovnika.pdf"),
    DocumentKind.ANALYSIS: Text("analiza-e-sigurise.pdf", "bezbednosna-analiza.pdf"),
}
LETTER_UNREADABLE = Text(
    "Kopja e letrës nuk lexohet mirë. Bashkëngjitni një tjetër dhe kontrolloni numrin e "
    "nënshkruesve.",
    "Kopija pisma je nečitka. Priložite drugu i proverite broj potpisnika.",
)
OFFICER_TAKEN = Text(
    "Polici i propozuar është caktuar për një komitet tjetër. Propozoni një tjetër.",
    "Predloženi policajac je određen za drugi odbor. Predložite drugog.",
)
COVERED_ALREADY = Text(
    "Zona mbulohet pjesërisht nga komiteti ekzistues. Kërkoni zgjerimin e tij, jo një komitet të "
    "ri.",
    "Područje delimično pokriva postojeći odbor. Tražite njegovo proširenje, a ne novi odbor.",
)
JOINS_NEIGHBOURS = Text(
    "Banorët vendosën t'i bashkohen komitetit të fshatit fqinj.",
    "Stanovnici su odlučili da se priključe odboru susednog sela.",
)
POLICE_STATION = Text("Stacioni policor", "Policijska stanica")
RETURN_OFFICE = Text(
    "Zyra Komunale për Komunitete dhe Kthim", "Opštinska kancelarija za zajednice i povratak"
)
ACTIVITIES = (
    PlannedActivity(
        Text(
            "Ligjërata për sigurinë në trafik në shkollat fillore",
            "Predavanja o bezbednosti u saobraćaju u osnovnim školama",
        ),
        1,
        EDUCATION,
        600,
    ),
    PlannedActivity(
        Text(
            "Takim me përfaqësuesit e komuniteteve për shqetësimet e sigurisë",
            "Sastanak sa predstavnicima zajednica o bezbednosnim problemima",
        ),
        1,
        RETURN_OFFICE,
        is_for_communities=True,
    ),
    PlannedActivity(
        Text("Vizitë në lagjet pa ndriçim publik", "Obilazak naselja bez javne rasvete"),
        2,
        PUBLIC_SERVICES,
        0,
    ),
    PlannedActivity(
        Text("Fushatë kundër armëve pa leje", "Kampanja protiv nelegalnog posedovanja oružja"),
        2,
        POLICE_STATION,
        1200,
    ),
    PlannedActivity(
        Text(
            "Vizita te familjet e kthyera para sezonit të dimrit",
            "Posete povratničkim porodicama pre zimske sezone",
        ),
        3,
        RETURN_OFFICE,
        350,
        is_for_communities=True,
    ),
    PlannedActivity(
        Text(
            "Patrullim i përbashkët te shkollat në fillim të vitit shkollor",
            "Zajedničko patroliranje kod škola na početku školske godine",
        ),
        3,
        POLICE_STATION,
    ),
    PlannedActivity(
        Text("Raport i punës për kuvendin e komunës", "Izveštaj o radu za skupštinu opštine"),
        4,
        Text("Koordinatori i këshillit", "Koordinator saveta"),
    ),
)
DONE = Text(
    "U mbajt sipas planit; lista e pjesëmarrjes ruhet te koordinatori.",
    "Održano po planu; spisak prisutnih čuva koordinator.",
)
WITHOUT_MONEY = Text("Nuk u sigurua buxheti.", "Budžet nije obezbeđen.")
