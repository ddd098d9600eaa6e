/** The file that `npm run backup` leaves in the data folder: it was written when the last backup was complete. */
export const BACKUP_MARK = 'last-backup.json';
