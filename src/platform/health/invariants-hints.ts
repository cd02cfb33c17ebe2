/** What to do when a promise is broken; several promises share an answer. */
export const countShelf =
  'Count the shelf, and look who wrote past the ledger: solemate audit list. The counter is set back by hand, as a superuser, to what the ledger says; db maintain leaves it alone.';
export const compareBackup = 'Somebody wrote past the rules: look at solemate audit list, and compare with a backup.';
export const countAnew = 'Run solemate db maintain: it is counted anew.';
export const lookAtOrder = 'Look at the order: solemate orders show <order>.';
