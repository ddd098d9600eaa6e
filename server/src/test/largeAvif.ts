import { gunzipSync } from 'node:zlib';

/** An AVIF of 8000 × 8000 in one colour, 1,069 bytes; decoding it takes 1.2 GB. Made with sharp, which takes as much. */
export const LARGE_AVIF = gunzipSync(
  Buffer.from(
    'H4sIAAAAAAACA2NgYJBJK6ksSCzLTGMAgtzMNEMQOzczEcS/lptaksgAAYoZKTlFUDZDQWZyCQMaUMrMyU8GMVwcGBiBEAR+QWkGZmMgoZyZmQe2BiwqCuSkMkF5iWUGhiAmX0FmSS5cSVhmQVEBkLbILEjOB9I8iWWGzo32YE0imcUFqRDD5R0gmEGgILMiE2wdBwcHkBLLLMiFuR/oJOZGJmagnHVuSmKJEAMXl/1nu/rP3yYIXMg0WsQmMKnlGGf7vMpnTUCTEs6fcVXa+/9zxqnLStJPr3HqZlztzgiqTPp2zOIx01Kx68GfRHo2pb78csI7Mi4pc23Kuatm13LUq/e/mCZiO3O7W/fO/Utm7frRPI+1RWxxf5GkQIq7TMmr/iX6VrYiZkzB6sq6n5POnwmKmzjHbufMZwuvPV9vcI1dNtzG/XapZKeE7nfXoGORhd4dPnlZBRPvL1567rqY3yGfJUxrz/TobrsZvbCG30mIcTmP0SG/z0mWUt+OF8zKmS6iqn/8vd8MubMZxiF1kziFAhcUHCDPDjcmjcBKOzmLtGWzGi2nZp50ebNWa+H9ez8X8wYUmJcXM10QbtGNqZuS+Zb9Tler3ag/iPdHHI39QVsvCAAAlJ3+yy0EAAA=',
    'base64',
  ),
);
