/** What staff type most: a word stands for the sentence that is kept. Any other text is kept as it is. */
export const standardReasons = {
  spam: 'Spam or advertising',
  offensive: 'Offensive or abusive language',
  personal_data: 'Contains personal data',
  off_topic: 'Not about the product',
  service: 'About delivery or service, not about the product',
  fake: 'Not written by somebody who used the product',
  copied: 'The same text was posted before',
} as const;

export function rejectionReason(given: string): string {
  const word = given.toLowerCase().replaceAll(/[\s-]+/gu, '_');
  return Object.hasOwn(standardReasons, word) ? standardReasons[word as keyof typeof standardReasons] : given;
}
