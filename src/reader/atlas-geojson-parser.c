/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGeojsonParser: one pass over the text, straight into the arrays of a piece.  Features of a file have their members and
 * fields in the same order nearly always, so each name is first compared with the one that came there last time. */

#include "reader/atlas-geojson-parser.h"

#include <math.h>
#include <string.h>

#include "reader/atlas-geojson-text.h"
#include "reader/atlas-json-scan.h"

#define MOST_FIELDS 4096
#define MOST_ORDERS 16384
#define MOST_SKIPS 1000
#define NO_FIELD G_MAXUINT

/* A field's name as it is written, and the quote behind it; short ones also as two words and what counts of them. */
typedef struct
{
  char   *text;
  gsize   length;
  guint64 words[2];
  guint64 masks[2];
  guint   field;
  guint   next;        /* the key that came behind it last time */
} Key;

#define SHORT_KEY 15

/* A text whose number is not looked up yet: until it is, the memory that says so is fetched. */
struct _AtlasGeojsonPending
{
  const char *text;
  gsize       length;
  guint32     hash;
  guint       field;
};

static void
clear_key (gpointer data)
{
  g_free (((Key *) data)->text);
}

static void
clear_field (gpointer data)
{
  g_free (((AtlasGeojsonField *) data)->name);
}

static void
clear_skip (gpointer data)
{
  g_free (((AtlasGeojsonSkip *) data)->reason);
}

static GArray *
new_skips (void)
{
  GArray *skips = g_array_new (FALSE, FALSE, sizeof (AtlasGeojsonSkip));

  g_array_set_clear_func (skips, clear_skip);
  return skips;
}

GArray *
atlas_geojson_parser_steal_skips (AtlasGeojsonParser *self)
{
  GArray *skips = self->skips;

  self->skips = new_skips ();
  return skips;
}

AtlasGeojsonParser *
atlas_geojson_parser_new (void)
{
  AtlasGeojsonParser *self = g_new0 (AtlasGeojsonParser, 1);

  self->arena = atlas_arena_new ();
  self->texts = atlas_text_pool_new (self->arena);
  self->nested = atlas_text_pool_new (self->arena);
  atlas_text_pool_add (self->texts, "", 0);
  self->scratch = atlas_arena_new ();
  atlas_table_piece_init (&self->piece, self->scratch, self->texts);
  self->skips = new_skips ();
  self->fields = g_array_new (FALSE, FALSE, sizeof (AtlasGeojsonField));
  g_array_set_clear_func (self->fields, clear_field);
  self->orders = g_array_new (FALSE, FALSE, sizeof (AtlasGeojsonOrder));
  self->key_texts = atlas_text_pool_new (self->arena);
  self->keys = g_array_new (FALSE, FALSE, sizeof (Key));
  g_array_set_clear_func (self->keys, clear_key);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new (g_str_hash, g_str_equal);
  self->known_orders = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->decoded = g_string_new (NULL);
  self->pending = g_new (struct _AtlasGeojsonPending, ATLAS_GEOJSON_MOST_PENDING);
  self->id_field = NO_FIELD;
  return self;
}

void
atlas_geojson_parser_free (AtlasGeojsonParser *self)
{
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->known_orders);
  g_hash_table_unref (self->members);
  g_array_unref (self->skips);
  g_array_unref (self->keys);
  g_array_unref (self->fields);
  g_array_unref (self->orders);
  g_string_free (self->decoded, TRUE);
  g_free (self->pending);
  atlas_text_pool_free (self->texts);
  atlas_text_pool_free (self->nested);
  atlas_text_pool_free (self->key_texts);
  g_clear_pointer (&self->scratch, atlas_arena_free);
  atlas_arena_free (self->arena);
  g_free (self);
}

void
atlas_geojson_parser_clear (AtlasGeojsonParser *self)
{
  atlas_table_piece_clear (&self->piece);
  self->n_read = 0;
  self->n_unnumbered = 0;
  g_array_set_size (self->skips, 0);
  for (guint i = 0; i < self->fields->len; i++)
    atlas_geojson_guess_init (&g_array_index (self->fields, AtlasGeojsonField, i).guess);
}

void
atlas_geojson_parser_end (AtlasGeojsonParser *self)
{
  g_clear_pointer (&self->scratch, atlas_arena_free);
  self->piece = (AtlasTablePiece) { 0 };
}

static inline AtlasGeojsonField *
get_field (AtlasGeojsonParser *self,
           guint               number)
{
  return &g_array_index (self->fields, AtlasGeojsonField, number);
}

static gboolean
is_text (const char *text,
         gsize       length,
         const char *other)
{
  return strlen (other) == length && memcmp (text, other, length) == 0;
}

/* The field of this name, new or known; NO_FIELD when GDAL must decide. */
static guint
find_field (AtlasGeojsonParser *self,
            const char         *name)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, name));
  AtlasGeojsonField field = { .behind = NO_FIELD };

  if (known > 0)
    return known - 1;
  /* A nameless field is an id to GDAL, and "_rev" makes it look for what GeoCouch wrote. */
  if (*name == '\0' || strcmp (name, "_rev") == 0 || self->fields->len == MOST_FIELDS)
    return NO_FIELD;
  field.name = g_strdup (name);
  atlas_geojson_guess_init (&field.guess);
  g_array_append_val (self->fields, field);
  g_hash_table_insert (self->names, field.name, GUINT_TO_POINTER (self->fields->len));
  return atlas_table_piece_add_column (&self->piece);
}

/* Text as it is written, with its escapes read when it has some.  NULL when it cannot be. */
static const char *
decode (AtlasGeojsonParser *self,
        const char         *text,
        gsize              *length,
        AtlasJsonTextFlags  flags)
{
  if ((flags & ATLAS_JSON_ESCAPED) == 0)
    return text;
  g_string_truncate (self->decoded, 0);
  if (!atlas_json_decode_text (text, *length, self->decoded))
    return NULL;
  *length = self->decoded->len;
  return self->decoded->str;
}

static guint
add_key (AtlasGeojsonParser *self,
         const char         *text,
         gsize               length,
         AtlasJsonTextFlags  flags)
{
  Key key = { .length = length, .next = NO_FIELD };
  g_autofree char *name = NULL;
  gsize decoded_length = length;
  const char *decoded;
  guint32 known;

  known = atlas_text_pool_find (self->key_texts, text, length);
  if (known != ATLAS_TEXT_NONE)
    return known;
  decoded = decode (self, text, &decoded_length, flags);
  if (decoded == NULL || memchr (decoded, '\0', decoded_length) != NULL || self->keys->len == MOST_FIELDS)
    return NO_FIELD;
  name = g_strndup (decoded, decoded_length);
  key.field = find_field (self, name);
  if (key.field == NO_FIELD)
    return NO_FIELD;
  key.text = g_memdup2 (text, length + 1);
  key.text[length] = '"';
  if (length <= SHORT_KEY)
    {
      memcpy (key.words, key.text, length + 1);
      memset (key.masks, 0xff, length + 1);
    }
  g_array_append_val (self->keys, key);
  return atlas_text_pool_add (self->key_texts, text, length);
}

/* @p: behind the opening quote.  Returns the place behind the closing one. */
static inline const char *
read_key (AtlasGeojsonParser *self,
          const char         *p,
          const char         *end,
          guint              *number)
{
  AtlasJsonTextFlags flags;
  guint guess = self->guessed;
  const char *last;

  if (guess < self->keys->len)
    {
      const Key *key = &g_array_index (self->keys, Key, guess);

      guint64 words[2];
      gboolean equal;

      memcpy (words, p, sizeof words);
      if (key->length <= SHORT_KEY)
        equal = (((words[0] ^ key->words[0]) & key->masks[0]) | ((words[1] ^ key->words[1]) & key->masks[1])) == 0;
      else
        equal = (gsize) (end - p) > key->length && memcmp (p, key->text, key->length + 1) == 0;
      if (equal)
        {
          *number = guess;
          return p + key->length + 1;
        }
    }
  last = atlas_json_scan_text (p, end, &flags);
  if (last == NULL)
    return NULL;
  *number = add_key (self, p, (gsize) (last - p), flags);
  return *number != NO_FIELD ? last + 1 : NULL;
}

static gboolean
note_order (AtlasGeojsonParser *self,
            guint               first,
            guint               second)
{
  AtlasGeojsonOrder order = { first, second };
  gint64 pair = (gint64) first << 32 | second;

  if (g_hash_table_contains (self->known_orders, &pair))
    return TRUE;
  if (self->orders->len == MOST_ORDERS)
    return FALSE;
  g_hash_table_add (self->known_orders, g_memdup2 (&pair, sizeof pair));
  g_array_append_val (self->orders, order);
  return TRUE;
}

/* The present feature has a value, or null, in this field.  FALSE when it had one already. */
static inline gboolean
enter_field (AtlasGeojsonParser *self,
             guint               number)
{
  AtlasGeojsonField *field = get_field (self, number);
  guint last = self->last_field;

  if (field->seen == self->feature)
    return FALSE;
  field->seen = self->feature;
  self->last_field = number;
  if (last == NO_FIELD)
    {
      self->first_field = number;
      return field->is_property || note_order (self, number, number);
    }
  if (get_field (self, last)->behind == number)
    return TRUE;
  get_field (self, last)->behind = number;
  return note_order (self, last, number);
}

static inline void
guess (AtlasGeojsonField *field,
       AtlasGeojsonType   type)
{
  if (!atlas_geojson_guess_is_settled (&field->guess, type))
    atlas_geojson_guess_add (&field->guess, type);
}

/* Whether a text is a date is found out once for each text, and only where it matters. */
static void
guess_text (AtlasGeojsonParser *self,
            AtlasGeojsonField  *field,
            guint32             id)
{
  const guint32 all = 1u << ATLAS_GEOJSON_STRING | 1u << ATLAS_GEOJSON_DATE | 1u << ATLAS_GEOJSON_TIME
                      | 1u << ATLAS_GEOJSON_DATETIME;
  gsize length;

  if ((field->guess.settled & all) == all)
    return;
  if (id >= self->text_room)
    {
      gsize room = MAX (id + 1, MAX (self->text_room * 2, 4096));

      self->text_types = atlas_arena_grow (self->arena, self->text_types, self->text_room, room);
      memset (self->text_types + self->text_room, ATLAS_GEOJSON_UNKNOWN, room - self->text_room);
      self->text_room = room;
    }
  if (self->text_types[id] == ATLAS_GEOJSON_UNKNOWN)
    self->text_types[id] = (guint8) atlas_geojson_guess_of_text (atlas_text_pool_get (self->texts, id, &length));
  guess (field, (AtlasGeojsonType) self->text_types[id]);
}

/* FALSE when it has a NUL in it. */
static gboolean
enter_text (AtlasGeojsonParser *self,
            const char         *text,
            gsize               length,
            guint32             hash,
            guint32            *id)
{
  gboolean is_new;

  *id = atlas_text_pool_enter (self->texts, text, length, hash, &is_new);
  if (!is_new)
    return TRUE;
  if (!atlas_text_is_valid (text, length))
    {
      atlas_text_pool_take_back (self->texts);
      *id = atlas_text_pool_add_valid (self->texts, text, length);
    }
  return memchr (text, '\0', length) == NULL;
}

static gboolean
set_text (AtlasGeojsonParser *self,
          const char         *text,
          gsize               length,
          guint32             hash,
          guint               field)
{
  AtlasCellValue value = { 0 };

  if (!enter_text (self, text, length, hash, &value.text))
    return FALSE;
  guess_text (self, get_field (self, field), value.text);
  atlas_table_piece_set (&self->piece, field, ATLAS_CELL_TEXT, value);
  return TRUE;
}

static gboolean
set_pending (AtlasGeojsonParser *self)
{
  gboolean good = TRUE;

  for (guint i = 0; i < self->n_pending; i++)
    {
      const struct _AtlasGeojsonPending *pending = &self->pending[i];

      good = good && set_text (self, pending->text, pending->length, pending->hash, pending->field);
    }
  self->n_pending = 0;
  return good;
}

/* @p: behind the opening quote. */
static const char *
read_text (AtlasGeojsonParser *self,
           const char         *p,
           const char         *end,
           guint               field)
{
  struct _AtlasGeojsonPending pending = { .field = field };
  AtlasJsonTextFlags flags;
  const char *last = atlas_json_scan_text (p, end, &flags);

  if (last == NULL)
    return NULL;
  pending.length = (gsize) (last - p);
  pending.text = decode (self, p, &pending.length, flags);
  if (pending.text == NULL)
    return NULL;
  pending.hash = atlas_text_pool_hash (pending.text, pending.length);
  if (flags & ATLAS_JSON_ESCAPED)
    return set_text (self, pending.text, pending.length, pending.hash, field) ? last + 1 : NULL;
  if (self->n_pending == ATLAS_GEOJSON_MOST_PENDING && !set_pending (self))
    return NULL;
  atlas_text_pool_prefetch (self->texts, pending.hash);
  self->pending[self->n_pending++] = pending;
  return last + 1;
}

static const char *
read_nested (AtlasGeojsonParser *self,
             const char         *p,
             const char         *end,
             guint               number)
{
  AtlasGeojsonField *field = get_field (self, number);
  const char *last = atlas_json_scan_value (p, end);
  AtlasCellValue value = { 0 };
  gboolean is_list = *p == '[';

  if (last == NULL || last > end)
    return NULL;
  value.text = atlas_text_pool_add (self->nested, p, (gsize) (last - p));
  guess (field, is_list ? atlas_geojson_guess_of_list (p, (gsize) (last - p)) : ATLAS_GEOJSON_JSON);
  atlas_table_piece_set (&self->piece, number, is_list ? (guint8) ATLAS_GEOJSON_CELL_LIST : (guint8) ATLAS_GEOJSON_CELL_OBJECT,
                         value);
  return last;
}

/* NaN and Infinity, which are no JSON but written by many. */
static const char *
read_odd_number (const char *p,
                 double     *value)
{
  gboolean negative = *p == '-';

  if (memcmp (p, "NaN", 3) == 0)
    {
      *value = NAN;
      return p + 3;
    }
  if (memcmp (p + negative, "Infinity", 8) != 0)
    return NULL;
  *value = negative ? -INFINITY : INFINITY;
  return p + negative + 8;
}

static const char *
read_number (AtlasGeojsonParser *self,
             const char         *p,
             const char         *end,
             guint               number)
{
  AtlasGeojsonField *field = get_field (self, number);
  AtlasCellValue value = { 0 };
  AtlasJsonNumber read;
  const char *last = atlas_json_scan_number (p, end, &read);

  if (last == NULL)
    {
      read.type = ATLAS_JSON_REAL;
      last = read_odd_number (p, &read.real);
      if (last == NULL)
        return NULL;
    }
  if (read.type == ATLAS_JSON_REAL)
    {
      value.real = read.real;
      guess (field, ATLAS_GEOJSON_REAL);
      atlas_table_piece_set (&self->piece, number, ATLAS_CELL_REAL, value);
      return last;
    }
  value.integer = read.integer;
  guess (field, read.integer == (gint32) read.integer ? ATLAS_GEOJSON_INTEGER : ATLAS_GEOJSON_INTEGER64);
  atlas_table_piece_set (&self->piece, number, ATLAS_CELL_INTEGER, value);
  return last;
}

static const char *
read_value (AtlasGeojsonParser *self,
            const char         *p,
            const char         *end,
            guint               number)
{
  AtlasCellValue value = { 0 };

  switch (*p)
    {
    case '"':
      return read_text (self, p + 1, end, number);
    case '{':
    case '[':
      return read_nested (self, p, end, number);
    case 't':
    case 'f':
      value.integer = *p == 't';
      guess (get_field (self, number), ATLAS_GEOJSON_BOOLEAN);
      atlas_table_piece_set (&self->piece, number, ATLAS_CELL_BOOLEAN, value);
      return atlas_json_scan_value (p, end);
    case 'n':
      return atlas_json_scan_value (p, end);
    default:
      return read_number (self, p, end, number);
    }
}

/* The properties are read; until the whole feature is, their texts can be on the way. */
static void
prefetch_pending (AtlasGeojsonParser *self)
{
  for (guint i = 0; i < self->n_pending; i++)
    atlas_text_pool_prefetch_text (self->texts, self->pending[i].hash, self->pending[i].length);
}

/* @p: the object's opening brace, or null. */
static const char *
read_properties (AtlasGeojsonParser *self,
                 const char         *p,
                 const char         *end)
{
  guint last_key = NO_FIELD;
  guint key;

  if (*p != '{')
    {
      self->has_null |= *p == 'n';
      return *p == 'n' ? atlas_json_scan_value (p, end) : NULL;
    }
  self->guessed = 0;
  p = atlas_json_skip_space (p + 1);
  if (*p == '}')
    return p + 1;
  for (;;)
    {
      guint field;

      if (*p != '"' || (p = read_key (self, p + 1, end, &key)) == NULL)
        return NULL;
      if (last_key != NO_FIELD)
        g_array_index (self->keys, Key, last_key).next = key;
      last_key = key;
      field = g_array_index (self->keys, Key, key).field;
      if (!enter_field (self, field))
        return NULL;
      get_field (self, field)->is_property = TRUE;
      p = atlas_json_skip_space (p);
      if (*p != ':')
        return NULL;
      p = read_value (self, atlas_json_skip_space (p + 1), end, field);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == '}')
        return p + 1;
      if (*p != ',')
        return NULL;
      p = atlas_json_skip_space (p + 1);
      self->guessed = g_array_index (self->keys, Key, key).next;
    }
}

typedef enum
{
  HAS_TYPE = 1 << 0,
  HAS_PROPERTIES = 1 << 1,
  HAS_GEOMETRY = 1 << 2,
  HAS_ID = 1 << 3,
  HAS_NUMBER = 1 << 4,       /* for an id */
  HAS_TEXT = 1 << 5,
} Found;

/* It becomes a field, whatever it looks like one of texts.  @p: behind the opening quote. */
static const char *
read_text_id (AtlasGeojsonParser *self,
              const char         *p,
              const char         *end,
              Found              *found)
{
  AtlasJsonTextFlags flags;
  const char *last = atlas_json_scan_text (p, end, &flags);
  AtlasCellValue value = { 0 };
  gsize length;
  const char *text;

  if (self->id_field == NO_FIELD)
    self->id_field = find_field (self, "id");
  if (last == NULL || self->id_field == NO_FIELD)
    return NULL;
  length = (gsize) (last - p);
  text = decode (self, p, &length, flags);
  if (text == NULL || !enter_text (self, text, length, atlas_text_pool_hash (text, length), &value.text))
    return NULL;
  self->has_texts = TRUE;
  *found |= HAS_TEXT;
  get_field (self, self->id_field)->is_id = TRUE;
  guess (get_field (self, self->id_field), ATLAS_GEOJSON_STRING);
  atlas_table_piece_set (&self->piece, self->id_field, ATLAS_CELL_TEXT, value);
  return last + 1;
}

static const char *
read_id (AtlasGeojsonParser *self,
         const char         *p,
         const char         *end,
         Found              *found)
{
  AtlasTablePiece *piece = &self->piece;
  AtlasJsonNumber number;

  if (*p == 'n')
    return atlas_json_scan_value (p, end);
  if (*p == '"')
    return read_text_id (self, p + 1, end, found);
  p = atlas_json_scan_number (p, end, &number);
  if (p == NULL || number.type != ATLAS_JSON_INTEGER || number.integer < 0)
    return NULL;
  self->has_numbers = TRUE;
  *found |= HAS_NUMBER;
  piece->id_tags[piece->n_features] = ATLAS_CELL_INTEGER;
  piece->ids[piece->n_features].integer = number.integer;
  return p;
}

static const char *
read_feature_type (const char *p,
                   const char *end)
{
  return (gsize) (end - p) > 9 && memcmp (p, "\"Feature\"", 9) == 0 ? p + 9 : NULL;
}

/* A member that GeoJSON does not know.  GDAL passes it over too, unless capitals are all that is wrong with its name. */
static const char *
skip_member (AtlasGeojsonParser *self,
             const char         *name,
             gsize               length,
             const char         *p,
             const char         *end)
{
  g_autofree char *copy = g_strndup (name, length);

  if (memchr (name, '\\', length) != NULL || g_ascii_strcasecmp (copy, "type") == 0
      || g_ascii_strcasecmp (copy, "properties") == 0 || g_ascii_strcasecmp (copy, "geometry") == 0
      || g_ascii_strcasecmp (copy, "id") == 0)
    return NULL;
  if (!g_hash_table_contains (self->members, copy))
    {
      if (g_hash_table_size (self->members) == MOST_FIELDS)
        return NULL;
      g_hash_table_add (self->members, g_steal_pointer (&copy));
    }
  return atlas_json_scan_value (p, end);
}

static const char *
read_geometry (AtlasGeojsonParser *self,
               const char         *p,
               const char         *end)
{
  AtlasGeometryType type;

  if (*p == 'n')
    return atlas_json_scan_value (p, end);
  p = atlas_geojson_parser_read_geometry (self, p, end, &type);
  if (p != NULL)
    self->piece.types[self->piece.n_features] = (guint8) type;
  return p;
}

static const char *
read_member (AtlasGeojsonParser *self,
             const char         *name,
             gsize               length,
             const char         *p,
             const char         *end,
             Found              *found)
{
  Found before = *found;

  if (is_text (name, length, "type"))
    {
      *found |= HAS_TYPE;
      return before & HAS_TYPE ? NULL : read_feature_type (p, end);
    }
  if (is_text (name, length, "properties"))
    {
      *found |= HAS_PROPERTIES;
      if ((before & HAS_PROPERTIES) != 0 || (p = read_properties (self, p, end)) == NULL)
        return NULL;
      prefetch_pending (self);
      return p;
    }
  if (is_text (name, length, "geometry"))
    {
      *found |= HAS_GEOMETRY;
      return before & HAS_GEOMETRY ? NULL : read_geometry (self, p, end);
    }
  if (is_text (name, length, "id"))
    {
      *found |= HAS_ID;
      return before & HAS_ID ? NULL : read_id (self, p, end, found);
    }
  return skip_member (self, name, length, p, end);
}

/* The feature was read: it is kept, or left out with a reason. */
static void
take_feature (AtlasGeojsonParser *self,
              Found               found)
{
  AtlasTablePiece *piece = &self->piece;
  char *reason = atlas_geojson_parser_check_place (self);
  AtlasGeojsonSkip skip = { self->n_read++, reason };

  if ((found & HAS_NUMBER) == 0)
    {
      piece->id_tags[piece->n_features] = ATLAS_CELL_NULL;
      piece->ids[piece->n_features].integer = (gint64) self->n_unnumbered++;
    }
  if (reason == NULL)
    {
      atlas_table_piece_end_feature (piece);
      return;
    }
  atlas_table_piece_drop_feature (piece);
  if (self->skips->len >= MOST_SKIPS)
    {
      g_free (reason);
      skip.reason = NULL;
    }
  g_array_append_val (self->skips, skip);
}

static const char *
read_members (AtlasGeojsonParser *self,
              const char         *p,
              const char         *end,
              Found              *found)
{
  p = atlas_json_skip_space (p + 1);
  for (;;)
    {
      AtlasJsonTextFlags flags;
      const char *name = p + 1;
      const char *last = *p == '"' ? atlas_json_scan_text (name, end, &flags) : NULL;

      if (last == NULL)
        return NULL;
      p = atlas_json_skip_space (last + 1);
      if (*p != ':')
        return NULL;
      p = read_member (self, name, (gsize) (last - name), atlas_json_skip_space (p + 1), end, found);
      if (p == NULL)
        return NULL;
      p = atlas_json_skip_space (p);
      if (*p == '}')
        return p + 1;
      if (*p != ',')
        return NULL;
      p = atlas_json_skip_space (p + 1);
    }
}

const char *
atlas_geojson_parser_read_feature (AtlasGeojsonParser *self,
                                   const char         *p,
                                   const char         *end)
{
  Found found = 0;

  if (*p != '{')
    return NULL;
  self->feature++;
  self->last_field = NO_FIELD;
  self->first_field = NO_FIELD;
  self->n_pending = 0;
  self->has_short = FALSE;
  self->is_odd = FALSE;
  atlas_table_piece_begin_feature (&self->piece);
  p = read_members (self, p, end, &found);
  if (p == NULL || p > end || (found & HAS_TYPE) == 0 || (found & HAS_PROPERTIES) == 0 || !set_pending (self))
    {
      atlas_table_piece_drop_feature (&self->piece);
      return NULL;
    }
  /* An id of its own is as good as a property that comes before all others. */
  if ((found & HAS_TEXT) != 0
      && !note_order (self, self->id_field, self->first_field != NO_FIELD ? self->first_field : self->id_field))
    return NULL;
  take_feature (self, found);
  return p;
}
