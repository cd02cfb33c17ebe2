/** Word lists of the sample catalogue: brands are invented, models say what the shoe is for. */

export interface Brand {
  readonly name: string;
  readonly code: string;
  readonly about: string;
  /** What its shoes cost beside the ordinary. */
  readonly factor: number;
  readonly kinds: readonly Kind[];
}

export type Kind = 'Sneakers' | 'Running' | 'Boots' | 'Sandals' | 'Formal';
export type Department = 'Men' | 'Women' | 'Kids';

export const brands: readonly Brand[] = [
  {
    name: 'Halden',
    code: 'HALD',
    about: 'Trail and winter footwear, tested on wet rock.',
    factor: 1.15,
    kinds: ['Running', 'Boots'],
  },
  {
    name: 'Brixwell',
    code: 'BRIX',
    about: 'Welted boots and shoes that can be resoled.',
    factor: 1.4,
    kinds: ['Boots', 'Formal'],
  },
  {
    name: 'Corvane',
    code: 'CORV',
    about: 'Road shoes for people who count kilometres.',
    factor: 1.2,
    kinds: ['Running', 'Sneakers'],
  },
  {
    name: 'Marenska',
    code: 'MARE',
    about: 'Sandals and light shoes with cork beds.',
    factor: 0.9,
    kinds: ['Sandals', 'Sneakers'],
  },
  {
    name: 'Kestrow',
    code: 'KEST',
    about: 'Court classics in new colours every season.',
    factor: 1,
    kinds: ['Sneakers'],
  },
  {
    name: 'Tallowby & Sons',
    code: 'TALL',
    about: 'Leather shoes for the office, made in small runs.',
    factor: 1.5,
    kinds: ['Formal'],
  },
  {
    name: 'Velottini',
    code: 'VELO',
    about: 'Dress shoes and heels cut on narrow lasts.',
    factor: 1.35,
    kinds: ['Formal', 'Sandals'],
  },
  {
    name: 'Fjordahl',
    code: 'FJOR',
    about: 'Winter boots lined with wool.',
    factor: 1.25,
    kinds: ['Boots'],
  },
  {
    name: 'Nimbary',
    code: 'NIMB',
    about: 'Cushioned everyday shoes that weigh next to nothing.',
    factor: 1.05,
    kinds: ['Running', 'Sneakers', 'Sandals'],
  },
  {
    name: 'Quillon',
    code: 'QUIL',
    about: 'Vegan sneakers from recycled yarn.',
    factor: 0.95,
    kinds: ['Sneakers', 'Running'],
  },
  {
    name: 'Wanderby',
    code: 'WAND',
    about: 'First shoes and school shoes with room to grow.',
    factor: 0.85,
    kinds: ['Sneakers', 'Boots', 'Sandals'],
  },
  {
    name: 'Pinestead',
    code: 'PINE',
    about: 'Sturdy basics at a fair price.',
    factor: 0.75,
    kinds: ['Sneakers', 'Running', 'Boots', 'Sandals', 'Formal'],
  },
];

export const models: Record<Kind, readonly (readonly [string, string])[]> = {
  Sneakers: [
    ['Court', 'CRT'],
    ['Plaza', 'PLZ'],
    ['Metro', 'MTR'],
    ['Arcade', 'ARC'],
    ['Avenue', 'AVN'],
    ['Retro 84', 'R84'],
    ['Canvas Low', 'CVL'],
    ['Terrace', 'TRC'],
    ['Harbour', 'HRB'],
    ['Slip', 'SLP'],
  ],
  Running: [
    ['Trail', 'TRL'],
    ['Tempo', 'TMP'],
    ['Glide', 'GLD'],
    ['Stride', 'STR'],
    ['Summit', 'SMT'],
    ['Pacer', 'PCR'],
    ['Long Run', 'LNG'],
    ['Ridge Runner', 'RDR'],
    ['Float', 'FLT'],
    ['Interval', 'INT'],
  ],
  Boots: [
    ['Ridge', 'RDG'],
    ['Chelsea', 'CHL'],
    ['Ranger', 'RNG'],
    ['Logger', 'LGR'],
    ['Fell', 'FEL'],
    ['Moorland', 'MRL'],
    ['Lace-Up', 'LCU'],
    ['Arctic', 'RCT'],
    ['Desert', 'DSR'],
    ['Hiker', 'HKR'],
  ],
  Sandals: [
    ['Shore', 'SHR'],
    ['Lagoon', 'LGN'],
    ['Delta', 'DLT'],
    ['Cove', 'COV'],
    ['Piazza', 'PZA'],
    ['Cork Bed', 'CRK'],
    ['Two Strap', 'TWO'],
    ['River', 'RVR'],
  ],
  Formal: [
    ['Oxford', 'OXF'],
    ['Derby', 'DRB'],
    ['Brogue', 'BRG'],
    ['Loafer', 'LFR'],
    ['Monk', 'MNK'],
    ['Wholecut', 'WHC'],
    ['Chukka', 'CHK'],
    ['Pump', 'PMP'],
  ],
};

/** suffix, letters for the SKU, what the description says about it */
export const editions: Record<Kind, readonly (readonly [string, string, string])[]> = {
  Sneakers: [
    ['', '', ''],
    ['Leather', 'L', 'Full-grain leather that ages well.'],
    ['Hi', 'H', 'Padded collar above the ankle.'],
    ['Eco', 'E', 'Upper from recycled bottles.'],
    ['Suede', 'S', 'Brushed suede, treated against rain.'],
  ],
  Running: [
    ['', '', ''],
    ['GTX', 'G', 'Waterproof membrane that still breathes.'],
    ['Wide', 'W', 'Wider forefoot for long days.'],
    ['Lite', 'L', 'Forty grams lighter than its sister.'],
    ['Max', 'M', 'Six millimetres more foam underfoot.'],
  ],
  Boots: [
    ['', '', ''],
    ['GTX', 'G', 'Waterproof membrane that still breathes.'],
    ['Mid', 'M', 'Mid-height shaft, easy to put on.'],
    ['Winter', 'W', 'Wool lining down to minus twenty.'],
    ['Suede', 'S', 'Oiled suede that takes scratches kindly.'],
  ],
  Sandals: [
    ['', '', ''],
    ['Soft', 'S', 'Softer footbed for bare feet.'],
    ['Pro', 'P', 'Grippy sole for wet stone.'],
  ],
  Formal: [
    ['', '', ''],
    ['Rubber', 'R', 'Thin rubber sole for city pavements.'],
    ['Patent', 'P', 'Patent finish for the evening.'],
    ['Suede', 'S', 'Soft suede for the summer suit.'],
  ],
};

/** colour, letters for the SKU */
export const colours: Record<Kind, readonly (readonly [string, string])[]> = {
  Sneakers: [
    ['White', 'WHT'],
    ['Black', 'BLK'],
    ['Navy', 'NVY'],
    ['White/Green', 'WGR'],
    ['Sand', 'SND'],
    ['Burgundy', 'BUR'],
    ['Sky Blue', 'SKY'],
  ],
  Running: [
    ['Black', 'BLK'],
    ['Signal Orange', 'ORG'],
    ['Slate', 'SLT'],
    ['Lime', 'LIM'],
    ['Royal Blue', 'ROY'],
    ['Coral', 'COR'],
  ],
  Boots: [
    ['Black', 'BLK'],
    ['Cognac', 'CGN'],
    ['Dark Brown', 'DBR'],
    ['Forest', 'FOR'],
    ['Taupe', 'TPE'],
  ],
  Sandals: [
    ['Tan', 'TAN'],
    ['Black', 'BLK'],
    ['Olive', 'OLV'],
    ['Crème', 'CRM'],
    ['Turquoise', 'TRQ'],
  ],
  Formal: [
    ['Black', 'BLK'],
    ['Cognac', 'CGN'],
    ['Oxblood', 'OXB'],
    ['Midnight', 'MID'],
  ],
};

export const sizes: Record<Department, readonly string[]> = {
  Men: ['40', '41', '42', '42.5', '43', '44', '45', '46', '47'],
  Women: ['36', '37', '37.5', '38', '39', '40', '41', '42'],
  Kids: ['28', '29', '30', '31', '32', '33', '34', '35'],
};

/** lowest and highest price in whole units, typical weight of a pair in grams */
export const ranges: Record<Kind, readonly [number, number, number]> = {
  Sneakers: [69, 149, 740],
  Running: [89, 179, 560],
  Boots: [109, 249, 1280],
  Sandals: [39, 99, 480],
  Formal: [119, 259, 980],
};

export const attributes: Record<Kind, Record<'Material' | 'Closure' | 'Sole' | 'Lining', readonly string[]>> = {
  Sneakers: {
    Material: ['Leather', 'Canvas', 'Recycled polyester', 'Suede'],
    Closure: ['Laces', 'Slip-on'],
    Sole: ['Rubber cupsole', 'Vulcanised rubber'],
    Lining: ['Textile', 'Leather'],
  },
  Running: {
    Material: ['Engineered mesh', 'Ripstop nylon', 'Knit'],
    Closure: ['Laces', 'Quick lace'],
    Sole: ['Blown rubber', 'Lugged rubber, 5 mm', 'Carbon rubber'],
    Lining: ['Textile'],
  },
  Boots: {
    Material: ['Full-grain leather', 'Nubuck', 'Oiled suede'],
    Closure: ['Laces', 'Zip', 'Elastic sides'],
    Sole: ['Lugged rubber', 'Crêpe', 'Welted leather and rubber'],
    Lining: ['Wool', 'Leather', 'Membrane'],
  },
  Sandals: {
    Material: ['Leather', 'Webbing', 'EVA'],
    Closure: ['Buckle', 'Hook and loop'],
    Sole: ['Cork and rubber', 'EVA', 'Lugged rubber'],
    Lining: ['Suede', 'None'],
  },
  Formal: {
    Material: ['Calfskin', 'Patent leather', 'Suede'],
    Closure: ['Laces', 'Buckle', 'Slip-on'],
    Sole: ['Leather', 'Rubber', 'Leather with rubber inlay'],
    Lining: ['Leather'],
  },
};

export const uses: Record<Kind, readonly string[]> = {
  Sneakers: ['from the office to the park', 'for every day of the week', 'that goes with anything'],
  Running: ['for roots, rocks and rain', 'for the daily ten kilometres', 'for fast days and race days'],
  Boots: ['for wet autumns and cold winters', 'that get better with every walk', 'for forest and city alike'],
  Sandals: ['for beaches, boats and balconies', 'that leave the foot its freedom', 'for the hottest day of the year'],
  Formal: ['for weddings and Mondays', 'that can be resoled for years', 'for a long day at work'],
};
