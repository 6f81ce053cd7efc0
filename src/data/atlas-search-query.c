/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coordinates and milestones as people type and paste them.  A text is first brought into a plain form (ASCII digits, °, ', ",
 * E, N), then cut into values; what does not fit into a value or between two makes it no coordinates.  No state; any thread. */

#include "data/atlas-search-query.h"

#include <math.h>
#include <proj.h>
#include <string.h>

#define MAX_TEXT 256

/* What a value is said to be. */
typedef enum
{
  ANY,
  LONGITUDE,
  LATITUDE,
} Axis;

typedef struct
{
  double   value;
  Axis     axis;
  gboolean dms;        /* it has minutes */
  gboolean marked;     /* it has a degree sign or a direction */
  gboolean whole;      /* it has no decimals */
  guint    digits;     /* before the point */
} Value;

/* Words and signs, and what they stand for in the plain form.  The longer ones of a beginning come first. */
static const struct
{
  const char *from;
  const char *to;
} plain_forms[] = {
  { "东经", "E" }, { "東經", "E" }, { "西经", "W" }, { "西經", "W" }, { "北纬", "N" }, { "北緯", "N" }, { "南纬", "S" }, { "南緯", "S" },
  { "经度", "X" }, { "經度", "X" }, { "纬度", "Y" }, { "緯度", "Y" },
  { "longitude", "X" }, { "latitude", "Y" }, { "long", "X" }, { "lng", "X" }, { "lon", "X" }, { "lat", "Y" },
  { "degrees", "°" }, { "degree", "°" }, { "deg", "°" },
  { "east", "E" }, { "west", "W" }, { "north", "N" }, { "south", "S" },
  { "point", " " }, { "geo:", " " },
  { "度", "°" }, { "º", "°" }, { "˚", "°" }, { "分", "'" }, { "′", "'" }, { "’", "'" }, { "‘", "'" }, { "`", "'" }, { "秒", "\"" },
  { "″", "\"" }, { "”", "\"" }, { "“", "\"" }, { "''", "\"" },
  { "e", "E" }, { "w", "W" }, { "n", "N" }, { "s", "S" }, { "−", "-" },
  { "米", " " }, { "，", "," }, { "、", "," }, { ";", "," }, { "；", "," }, { "：", ":" }, { "|", "," }, { "&", "," }, { "/", "," },
  { "(", " " }, { ")", " " }, { "[", " " }, { "]", " " }, { "{", " " }, { "}", " " }, { "=", " " },
};

/* The text in the plain form, or %NULL when there is something in it that is no part of coordinates. */
static char *
make_plain (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) plain = g_string_new (NULL);

  if (normal == NULL || strlen (normal) > MAX_TEXT)
    return NULL;
  for (const char *p = normal; *p != '\0';)
    {
      gunichar c = g_utf8_get_char (p);
      gsize i;

      for (i = 0; i < G_N_ELEMENTS (plain_forms); i++)
        if (g_ascii_strncasecmp (p, plain_forms[i].from, strlen (plain_forms[i].from)) == 0)
          break;
      if (i < G_N_ELEMENTS (plain_forms))
        {
          g_string_append (plain, plain_forms[i].to);
          p += strlen (plain_forms[i].from);
          continue;
        }
      /* Full-width forms of ASCII. */
      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - 0x21;
      if (g_unichar_isspace (c) || c == 0xfeff || c == 0x200b)
        g_string_append_c (plain, ' ');
      else if (c == 0xb0)
        g_string_append (plain, "°");
      else if (c < 0x80 && (g_ascii_isdigit (c) || strchr ("+-.,:'\"xyXY", (int) c) != NULL))
        g_string_append_c (plain, g_ascii_toupper ((char) c));
      else
        return NULL;
      p = g_utf8_next_char (p);
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static const char *
skip_blanks (const char *p)
{
  while (*p == ' ')
    p++;
  return p;
}

/* A number without exponent. */
static gboolean
read_number (const char **text,
             double      *number,
             guint       *digits)
{
  const char *p = *text, *start = p;
  gsize length;
  char buffer[40];

  *digits = 0;
  if (*p == '-' || *p == '+')
    p++;
  for (; g_ascii_isdigit (*p); p++)
    (*digits)++;
  if (*digits == 0)
    return FALSE;
  if (*p == '.')
    for (p++; g_ascii_isdigit (*p); p++)
      ;
  length = (gsize) (p - start);
  if (length >= sizeof buffer)
    return FALSE;
  memcpy (buffer, start, length);
  buffer[length] = '\0';
  *number = g_ascii_strtod (buffer, NULL);
  *text = p;
  return TRUE;
}

static gboolean
read_direction (const char **text,
                Axis        *axis,
                int         *sign)
{
  const char c = **text;

  if (c == '\0' || strchr ("EWNSXY", c) == NULL)
    return FALSE;
  *axis = strchr ("EWX", c) != NULL ? LONGITUDE : LATITUDE;
  *sign = c == 'W' || c == 'S' ? -1 : 1;
  *text = skip_blanks (*text + 1);
  /* "lon: 113.1", also with quotes as in JSON */
  while (**text == ':' || **text == '"' || **text == '\'')
    *text = skip_blanks (*text + 1);
  return TRUE;
}

/* Minutes or seconds: a number and one of @marks, which may be missing at the end or before the next value. */
static gboolean
read_sixtieths (const char **text,
                const char  *marks,
                double      *part)
{
  const char *p = skip_blanks (*text);
  double number;
  guint digits;

  if (!g_ascii_isdigit (*p) || !read_number (&p, &number, &digits) || number >= 60)
    return FALSE;
  p = skip_blanks (p);
  if (*p != '\0' && strchr (marks, *p) != NULL)
    p++;
  else if (*p != '\0' && strchr ("ENWSXY,", *p) == NULL && p[-1] != ' ')
    return FALSE;
  *part = number;
  *text = p;
  return TRUE;
}

/* Degrees, maybe with minutes and seconds. */
static gboolean
read_value (const char **text,
            Value       *value)
{
  const char *p = skip_blanks (*text);
  double minutes = 0, seconds = 0;
  const char *number;
  int sign = 1;

  *value = (Value){ 0 };
  while (*p == '"' || *p == '\'')
    p = skip_blanks (p + 1);
  if (read_direction (&p, &value->axis, &sign))
    value->marked = TRUE;
  number = p;
  if (!read_number (&p, &value->value, &value->digits))
    return FALSE;
  value->whole = memchr (number, '.', (gsize) (p - number)) == NULL;
  if (g_str_has_prefix (p, "°") || *p == ':')
    {
      const gboolean colon = *p == ':';

      value->marked = TRUE;
      p += colon ? 1 : strlen ("°");
      if (read_sixtieths (&p, colon ? ":" : "'", &minutes))
        {
          value->dms = TRUE;
          read_sixtieths (&p, "\"", &seconds);
        }
    }
  value->value += (value->value < 0 || **text == '-' ? -1 : 1) * (minutes / 60 + seconds / 3600);
  p = skip_blanks (p);
  if (value->axis == ANY && *p != '\0' && strchr ("EWNS", *p) != NULL)
    {
      const char *next = skip_blanks (p + 1);

      /* In "36 N113" the letter is the next one's only when that would have none otherwise: it is written close to it. */
      if (!g_ascii_isdigit (*next) || p[1] == ' ' || p[-1] != ' ')
        {
          Axis axis;
          const char *after = p;

          read_direction (&after, &axis, &sign);
          value->axis = axis;
          value->marked = TRUE;
          p = after;
        }
    }
  value->value *= sign;
  while (*p == '"' || *p == '\'')
    p = skip_blanks (p + 1);
  *text = p;
  return TRUE;
}

/* "36 11 30": degrees, minutes, seconds without signs, which only a direction tells from a list of numbers. */
static gboolean
read_spaced (const char **text,
             Value       *value)
{
  const char *p = skip_blanks (*text);
  double parts[3] = { 0, 0, 0 };
  int sign = 1, n = 0;
  Axis axis = ANY;
  guint digits;
  gboolean before;

  before = read_direction (&p, &axis, &sign);
  for (; n < 3 && g_ascii_isdigit (*p) && read_number (&p, &parts[n], &digits); n++)
    p = skip_blanks (p);
  if (n < 2 || parts[1] >= 60 || parts[2] >= 60 || (!before && !read_direction (&p, &axis, &sign)))
    return FALSE;
  *value = (Value){ sign * (parts[0] + parts[1] / 60 + parts[2] / 3600), axis, TRUE, TRUE, 3 };
  *text = p;
  return TRUE;
}

static gboolean
read_pair (const char *text,
           gboolean    spaced,
           Value       values[2])
{
  for (guint i = 0; i < 2; i++)
    {
      if (!(spaced ? read_spaced (&text, &values[i]) : read_value (&text, &values[i])))
        return FALSE;
      text = skip_blanks (text);
      if (i == 0 && *text == ',')
        text = skip_blanks (text + 1);
      else if (i == 0 && text[-1] != ' ' && !values[0].marked && strchr ("EWNSXY", *text) == NULL)
        return FALSE;
    }
  while (*text == ',' || *text == '.' || *text == ' ')
    text++;
  return *text == '\0';
}

/* -- degrees ----------------------------------------------------------------------------------------------------- */

static gboolean
is_in (const AtlasExtent *region,
       double             lon,
       double             lat)
{
  return !atlas_extent_is_empty (region) && lon >= region->west && lon <= region->east && lat >= region->south && lat <= region->north;
}

static void
add_degrees (GArray            *found,
             const Value        values[2],
             gboolean           lat_first,
             const AtlasExtent *region)
{
  AtlasCoordinates place = {
    .lon = values[lat_first ? 1 : 0].value,
    .lat = values[lat_first ? 0 : 1].value,
    .form = values[0].dms || values[1].dms ? ATLAS_COORDINATES_DMS : ATLAS_COORDINATES_DECIMAL,
    .reason = ATLAS_COORDINATES_GUESSED,
    .lat_first = lat_first,
  };
  const Axis first = lat_first ? LATITUDE : LONGITUDE, second = lat_first ? LONGITUDE : LATITUDE;

  if (fabs (place.lon) > 180 || fabs (place.lat) > 90)
    return;
  if ((values[0].axis != ANY && values[0].axis != first) || (values[1].axis != ANY && values[1].axis != second))
    return;
  if (values[0].axis != ANY || values[1].axis != ANY)
    place.reason = ATLAS_COORDINATES_SAID;
  else if (is_in (region, place.lon, place.lat))
    place.reason = ATLAS_COORDINATES_AT_HOME;
  g_array_append_val (found, place);
}

static void
find_degrees (GArray            *found,
              const Value        values[2],
              const AtlasExtent *region)
{
  const gboolean bare = values[0].whole && values[1].whole && !values[0].marked && !values[1].marked;

  add_degrees (found, values, TRUE, region);
  add_degrees (found, values, FALSE, region);
  /* Two whole numbers are more likely something else, unless they are close by. */
  for (guint i = found->len; bare && i-- > 0;)
    if (g_array_index (found, AtlasCoordinates, i).reason != ATLAS_COORDINATES_AT_HOME)
      g_array_remove_index (found, i);
  if (found->len == 1 && g_array_index (found, AtlasCoordinates, 0).reason == ATLAS_COORDINATES_GUESSED)
    g_array_index (found, AtlasCoordinates, 0).reason = ATLAS_COORDINATES_ONLY_WAY;
  /* The one in the region is meant; the other one stays possible after it. */
  if (found->len == 2 && g_array_index (found, AtlasCoordinates, 1).reason == ATLAS_COORDINATES_AT_HOME
      && g_array_index (found, AtlasCoordinates, 0).reason == ATLAS_COORDINATES_GUESSED)
    {
      const AtlasCoordinates away = g_array_index (found, AtlasCoordinates, 0);

      g_array_append_val (found, away);
      g_array_remove_index (found, 0);
    }
}

/* -- the grid ---------------------------------------------------------------------------------------------------- */

/* CGCS2000 has GRS 80's ellipsoid; zones differ only in their central meridian. */
static gboolean
project (int           meridian,
         PJ_DIRECTION  direction,
         double       *x,
         double       *y)
{
  PJ_CONTEXT *context = proj_context_create ();
  g_autofree char *definition = NULL;
  gboolean done = FALSE;
  PJ *grid;

  definition = g_strdup_printf ("+proj=tmerc +lat_0=0 +lon_0=%d +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m", meridian);
  proj_log_level (context, PJ_LOG_NONE);
  grid = proj_create (context, definition);
  if (grid != NULL)
    {
      const gboolean forward = direction == PJ_FWD;
      const PJ_COORD from = proj_coord (forward ? proj_torad (*x) : *x, forward ? proj_torad (*y) : *y, 0, 0);
      const PJ_COORD to = proj_trans (grid, direction, from);

      done = isfinite (to.xy.x) && isfinite (to.xy.y) && proj_errno (grid) == 0;
      if (done)
        {
          *x = forward ? to.xy.x : proj_todeg (to.xy.x);
          *y = forward ? to.xy.y : proj_todeg (to.xy.y);
        }
      proj_destroy (grid);
    }
  proj_context_destroy (context);
  return done;
}

gboolean
atlas_search_to_grid (double  lon,
                      double  lat,
                      int     zone_width,
                      double *easting,
                      double *northing,
                      int    *meridian)
{
  const int middle = zone_width == 6 ? (int) floor (lon / 6) * 6 + 3 : (int) floor (lon / 3 + 0.5) * 3;

  *easting = lon;
  *northing = lat;
  if (meridian != NULL)
    *meridian = middle;
  return fabs (lat) < 85 && project (middle, PJ_FWD, easting, northing);
}

static void
add_grid (GArray            *found,
          double             easting,
          double             northing,
          int                meridian,
          int                zone_width,
          gboolean           zone_number,
          gboolean           lat_first,
          const AtlasExtent *region)
{
  AtlasCoordinates place = {
    .lon = easting,
    .lat = northing,
    .form = ATLAS_COORDINATES_GRID,
    .reason = zone_number ? ATLAS_COORDINATES_SAID : ATLAS_COORDINATES_GUESSED,
    .lat_first = lat_first,
    .meridian = meridian,
    .zone_width = zone_width,
    .zone_number = zone_number,
  };

  if (!project (meridian, PJ_INV, &place.lon, &place.lat) || fabs (place.lon) > 180)
    return;
  if (!zone_number && is_in (region, place.lon, place.lat))
    place.reason = ATLAS_COORDINATES_AT_HOME;
  g_array_append_val (found, place);
}

/* One order of a pair of metres. */
static void
find_grid_in_order (GArray            *found,
                    const Value       *northing,
                    const Value       *easting,
                    gboolean           lat_first,
                    const AtlasExtent *region)
{
  const int zone = (int) floor (easting->value / 1e6);
  const double rest = easting->value - zone * 1e6;

  /* From the south of Hainan to the north of Heilongjiang. */
  if (northing->value < 1.5e6 || northing->value > 6.2e6 || rest < 1e5 || rest > 9e5)
    return;
  if (zone >= 25 && zone <= 45)
    add_grid (found, rest, northing->value, zone * 3, 3, TRUE, lat_first, region);
  else if (zone >= 13 && zone <= 23)
    add_grid (found, rest, northing->value, zone * 6 - 3, 6, TRUE, lat_first, region);
  else if (zone == 0)
    {
      /* Without a zone any may be meant: that in whose belt it lies close to the region, then the other. */
      const double middle = atlas_extent_is_empty (region) ? 112.5 : (region->west + region->east) / 2;
      const int near = (int) floor (middle / 3 + 0.5) * 3, other = middle < near ? near - 3 : near + 3;

      add_grid (found, rest, northing->value, near, 3, FALSE, lat_first, region);
      add_grid (found, rest, northing->value, other, 3, FALSE, lat_first, region);
    }
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const AtlasCoordinates *x = a, *y = b;

  if (x->reason != y->reason)
    return x->reason < y->reason ? -1 : 1;
  if (x->lat_first != y->lat_first)
    return x->lat_first ? -1 : 1;
  return x->lon < y->lon ? -1 : x->lon > y->lon;
}

static void
find_grid (GArray            *found,
           const Value        values[2],
           const AtlasExtent *region)
{
  /* On Chinese grids X is the northing, so X and Y tell nothing: each surveyor has an order of their own. */
  find_grid_in_order (found, &values[0], &values[1], TRUE, region);
  find_grid_in_order (found, &values[1], &values[0], FALSE, region);
  g_array_sort (found, compare_places);
}

GArray *
atlas_search_parse_coordinates (const char        *text,
                                const AtlasExtent *region)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (AtlasCoordinates));
  g_autofree char *plain = NULL;
  Value values[2];

  if (strlen (text) > MAX_TEXT || (plain = make_plain (text)) == NULL)
    return g_steal_pointer (&found);
  if (!read_pair (plain, FALSE, values) && !read_pair (plain, TRUE, values))
    return g_steal_pointer (&found);
  if (values[0].digits >= 6 && values[1].digits >= 6)
    find_grid (found, values, region);
  else
    find_degrees (found, values, region);
  return g_steal_pointer (&found);
}

/* -- milestones -------------------------------------------------------------------------------------------------- */

gboolean
atlas_search_parse_milestone (const char  *text,
                              double      *metres,
                              char       **rest)
{
  static GRegex *regex = NULL;
  static gsize once = 0;
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *kilometres = NULL, *beyond = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GString) left = NULL;
  int start, end;

  if (g_once_init_enter (&once))
    {
      regex = g_regex_new ("(?:桩号|里程)?\\s*(?<![A-Za-z0-9])[A-DZ]?[KkＫｋ]\\s*(\\d{1,4})(?:\\s*[+＋]\\s*(\\d{1,3}(?:\\.\\d+)?)|\\.(\\d+))?(?![A-Za-z0-9.]|\\s*[+＋])",
                           G_REGEX_OPTIMIZE, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  *metres = 0;
  *rest = NULL;
  if (strlen (valid) > MAX_TEXT || !g_regex_match (regex, valid, 0, &match))
    return FALSE;
  kilometres = g_match_info_fetch (match, 1);
  beyond = g_match_info_fetch (match, 2);
  *metres = 1000 * g_ascii_strtod (kilometres, NULL);
  if (beyond != NULL && *beyond != '\0')
    *metres += g_ascii_strtod (beyond, NULL);
  else
    {
      g_autofree char *decimals = g_match_info_fetch (match, 3);
      g_autofree char *fraction = g_strconcat ("0.", decimals != NULL && *decimals != '\0' ? decimals : "0", NULL);

      *metres += 1000 * g_ascii_strtod (fraction, NULL);
    }
  g_match_info_fetch_pos (match, 0, &start, &end);
  left = g_string_new_len (valid, start);
  g_string_append_c (left, ' ');
  g_string_append (left, valid + end);
  *rest = g_strstrip (g_string_free (g_steal_pointer (&left), FALSE));
  return TRUE;
}
