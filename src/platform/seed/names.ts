/** Word lists of the sample shop's people. Every person is made up; every e-mail ends in a reserved domain. */

interface Locale {
  readonly code: string;
  /** How often a customer comes from here. */
  readonly weight: number;
  readonly country: string;
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  /** city, state or region, postal code */
  readonly places: readonly (readonly [string, string, string])[];
}

const split = (text: string): string[] => text.split(',').map((word) => word.trim());

export const locales: readonly Locale[] = [
  {
    code: 'us',
    weight: 30,
    country: 'US',
    first: split('Ava,Liam,Maya,Noah,Zoe,Ethan,Ruby,Caleb,Nora,Owen,Tessa,Miles,Ivy,Jonah,June,Wyatt,Stella,Reid'),
    last: split('Carter,Hayes,Brooks,Reyes,Whitfield,Lawson,Okafor,Bennett,Sawyer,Delgado,Pruitt,Nguyen,Harlow,Mercer'),
    streets: split('Maple Street,Cedar Lane,5th Avenue,Juniper Court,Lakeview Drive,Mill Road,Prospect Place'),
    places: [
      ['Portland', 'OR', '97205'],
      ['Austin', 'TX', '78701'],
      ['Madison', 'WI', '53703'],
      ['Savannah', 'GA', '31401'],
      ['Boulder', 'CO', '80302'],
      ['Brooklyn', 'NY', '11215'],
    ],
  },
  {
    code: 'gb',
    weight: 14,
    country: 'GB',
    first: split('Imogen,Alfie,Poppy,Rhys,Freya,Callum,Niamh,Harry,Orla,Ewan,Siân,Declan'),
    last: split("Ashworth,O'Connell,Pemberton,MacLeod,Fletcher,Davies,Winterbourne,Singh,Hartley,Begum"),
    streets: split('High Street,Station Road,Church Lane,Victoria Terrace,The Crescent,Mill Bank'),
    places: [
      ['Bristol', 'Avon', 'BS1 4DJ'],
      ['Leeds', 'West Yorkshire', 'LS1 3EX'],
      ['Cardiff', 'South Glamorgan', 'CF10 1EP'],
      ['Glasgow', 'Lanarkshire', 'G1 1XQ'],
    ],
  },
  {
    code: 'de',
    weight: 14,
    country: 'DE',
    first: split('Jürgen,Anneliese,Björn,Käthe,Moritz,Lena,Sören,Greta,Ömer,Mareike,Felix,Jördis'),
    last: split('Müller,Groß,Schäfer,Weißenborn,Yıldız,Krüger,von der Heide,Löffler,Baumgärtner,Petersen'),
    streets: split('Lindenstraße,Hauptstraße,Am Mühlbach,Schillerplatz,Gartenweg,Bürgermeister-Smidt-Straße'),
    places: [
      ['Berlin', 'Berlin', '10119'],
      ['München', 'Bayern', '80331'],
      ['Köln', 'Nordrhein-Westfalen', '50667'],
      ['Leipzig', 'Sachsen', '04109'],
    ],
  },
  {
    code: 'fr',
    weight: 8,
    country: 'FR',
    first: split('Élodie,François,Amélie,Théo,Zoé,Anaïs,Loïc,Chloé,Mathieu,Noémie'),
    last: split("Lefèvre,Dubois,d'Arcy,Benoît,Garçon,Moreau,Haddad,Le Goff,Perrault"),
    streets: split("rue de l'Église,avenue des Tilleuls,boulevard Voltaire,quai du Port,impasse des Lilas"),
    places: [
      ['Lyon', 'Auvergne-Rhône-Alpes', '69002'],
      ['Nantes', 'Pays de la Loire', '44000'],
      ['Paris', 'Île-de-France', '75011'],
    ],
  },
  {
    code: 'nl',
    weight: 6,
    country: 'NL',
    first: split('Sanne,Joost,Fleur,Daan,Maartje,Bram,Noor,Thijs'),
    last: split("van den Berg,de Vries,'t Hooft,IJsbrandy,Bakker,van 't Veer,Hoekstra"),
    streets: split('Keizersgracht,Dorpsstraat,Molenweg,Prinsenhof,Kerkplein'),
    places: [
      ['Amsterdam', 'Noord-Holland', '1016 EJ'],
      ['Utrecht', 'Utrecht', '3511 AD'],
    ],
  },
  {
    code: 'cz',
    weight: 6,
    country: 'CZ',
    first: split('Tereza,Ondřej,Zdeňka,Jiří,Barbora,Štěpán,Kateřina,Matěj'),
    last: split('Nováková,Dvořák,Kučera,Šťastný,Horáčková,Říha,Žižka'),
    streets: split('Dlouhá,Na Příkopě,Masarykova,Lidická,Pod Lesem'),
    places: [
      ['Praha', 'Praha', '110 00'],
      ['Brno', 'Jihomoravský kraj', '602 00'],
    ],
  },
  {
    code: 'jp',
    weight: 6,
    country: 'JP',
    first: split('陽菜,蓮,さくら,大翔,美咲,健太,結衣,翔'),
    last: split('佐藤,鈴木,高橋,渡辺,小林,長谷川,五十嵐'),
    streets: split('神宮前,桜通,本町,緑ヶ丘,中央'),
    places: [
      ['渋谷区', '東京都', '150-0001'],
      ['京都市', '京都府', '600-8001'],
    ],
  },
  {
    code: 'cn',
    weight: 4,
    country: 'CN',
    first: split('伟,芳,欧阳娜,子涵,浩然,雨桐'),
    last: split('王,李,张,刘,陈,司马'),
    streets: split('南京西路,解放路,人民大道,中山北路'),
    places: [
      ['上海', '上海市', '200041'],
      ['成都', '四川省', '610041'],
    ],
  },
  {
    code: 'kr',
    weight: 3,
    country: 'KR',
    first: split('민준,서연,지호,하은,도윤,수아'),
    last: split('김,이,박,최,정,남궁'),
    streets: split('테헤란로,세종대로,가로수길'),
    places: [
      ['서울', '서울특별시', '06236'],
      ['부산', '부산광역시', '48058'],
    ],
  },
  {
    code: 'ae',
    weight: 4,
    country: 'AE',
    first: split('فاطمة,محمد,ليلى,يوسف,نور,خالد'),
    last: split('الهاشمي,منصور,الزهراء,عبد الرحمن,حداد'),
    streets: split('شارع الشيخ زايد,شارع الوحدة,طريق الكورنيش'),
    places: [
      ['دبي', 'دبي', '00000'],
      ['أبو ظبي', 'أبو ظبي', '00001'],
    ],
  },
  {
    code: 'in',
    weight: 3,
    country: 'IN',
    first: split('प्रिया,अर्जुन,Ananya,Rohan,मीरा,Vikram'),
    last: split('शर्मा,Iyer,पटेल,Banerjee,Krishnamurthy'),
    streets: split('MG Road,Linking Road,गांधी मार्ग'),
    places: [
      ['Bengaluru', 'Karnataka', '560001'],
      ['Mumbai', 'Maharashtra', '400050'],
    ],
  },
  {
    code: 'gr',
    weight: 2,
    country: 'GR',
    first: split('Ελένη,Γιώργος,Δήμητρα,Νίκος'),
    last: split('Παπαδοπούλου,Ιωάννου,Βλάχος'),
    streets: split('Ερμού,Σταδίου,Αθηνάς'),
    places: [['Αθήνα', 'Αττική', '105 57']],
  },
];

/** What the database may hold and a terminal must survive: given name, family name. */
export const hostileNames: readonly (readonly [string, string])[] = [
  ['\u001b[31mRed', 'Alert\u001b[0m'],
  ['\u001b]0;pwned\u0007Title', 'Setter'],
  ['\u001b[2J\u001b[H', 'Wipe'],
  ['Eve\u202egnp.exe', 'Bidi'],
  ['\u2066Isolated\u2069', 'Mark\u200er'],
  ['=1+1', 'Formula'],
  ['@SUM(A1:A9)', '+49'],
  ['=HYPERLINK("https://example.com","click")', '-2+3'],
  ['Sinéad', "O'Brien"],
  ['"Quoted"', 'Name, with comma'],
  ['Robert"); drop table users;--', 'Tables'],
  ['<script>alert(1)</script>', '<b>Bold</b>'],
  ['New\nLine', 'Tab\tStop'],
  ['Carriage\rReturn', 'Bell\u0007'],
  ['Zoë̈̈̈̈̈', 'Z̸͎̈a̵͓͝l̶̰̈g̷͔̈o̴͙̕'],
  ['👩🏽‍🚀', 'Astronaut 🚀'],
  ['👨‍👩‍👧‍👦 Family', '🏳️‍🌈'],
  ['Wolfeschlegelsteinhausenbergerdorff'.repeat(2), 'Welchevoralternwarengewissenhaftschaferswessenschafe'],
  ['全角　スペース', 'ｆｕｌｌｗｉｄｔｈ'],
  ['   ', 'Only Spaces'],
  ['null', 'undefined'],
  ['%s%n', '${process.env}'],
  ['Zero\u200bWidth', 'Soft\u00adHyphen'],
  ['\u0301Combining first', 'A\u030angstro\u0308m'],
];

export const mailDomains = ['example.com', 'example.org', 'mail.example.com'] as const;

/** first name, family name, role, local part of the e-mail; the first of each role is named by the role. */
export const staffPeople = [
  ['Ada', 'Lindqvist', 'admin', 'admin'],
  ['Marcus', 'Obi', 'manager', 'manager'],
  ['Wanda', 'Kowalczyk', 'warehouse', 'warehouse'],
  ['Otto', 'Brandt', 'oncall', 'oncall'],
  ['Priya', 'Raman', 'manager', 'priya'],
  ['Jonas', 'Feldkamp', 'warehouse', 'jonas'],
  ['Lieke', 'Mulder', 'warehouse', 'lieke'],
  ['Tomáš', 'Říha', 'warehouse', 'tomas'],
  ['Amina', 'Yusuf', 'warehouse', 'amina'],
] as const;
