/** Words that stand in columns and belong to no state machine; the database's CHECKs hold the same. */
export const addressTypes = ['shipping', 'billing'] as const;
export type AddressType = (typeof addressTypes)[number];

/** Payment gateways; `manual`: staff did it elsewhere and typed the reference. */
export const paymentProviders = ['stripe', 'paypal', 'klarna', 'manual'] as const;
export type PaymentProvider = (typeof paymentProviders)[number];

/** REVEAL: somebody was shown contact data. */
export const auditActions = ['INSERT', 'UPDATE', 'DELETE', 'REVEAL'] as const;
export type AuditAction = (typeof auditActions)[number];
