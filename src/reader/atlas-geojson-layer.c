/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGeojsonLayer: when all of a file was read, it is known what its fields are; then values that were kept as they came are made
 * what the field wants, and ids are given.  One thread decides, all convert: each its own parser's pieces and texts. */

#include "reader/atlas-geojson-layer.h"

#include <stdatomic.h>
#include <string.h>

#include "data/atlas-parallel.h"
#include "reader/atlas-geojson-ids.h"
#include "reader/atlas-geojson-text.h"
#include "reader/atlas-json-scan.h"

#define NO_FIELD G_MAXUINT

void
atlas_geojson_layer_clear (AtlasGeojsonLayer *self)
{
  for (guint i = 0; self->columns != NULL && i < self->chunks->parsers->len; i++)
    g_free (self->columns[i]);
  g_clear_pointer (&self->columns, g_free);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->types, g_free);
  g_clear_pointer (&self->order, g_free);
  g_clear_pointer (&self->fields, g_free);
  g_clear_pointer (&self->pieces, g_free);
}

static AtlasGeojsonChunk *
get_chunk (AtlasGeojsonLayer *self,
           guint              number)
{
  return &g_array_index (self->chunks->chunks, AtlasGeojsonChunk, number);
}

static guint
get_parser_number (AtlasGeojsonLayer  *self,
                   AtlasGeojsonParser *parser)
{
  guint number = 0;

  g_ptr_array_find (self->chunks->parsers, parser, &number);
  return number;
}

static AtlasGeojsonField *
get_parser_field (AtlasGeojsonParser *parser,
                  guint               number)
{
  return &g_array_index (parser->fields, AtlasGeojsonField, number);
}

/* The number of a parser's field in the layer. */
static guint
enter_name (AtlasGeojsonLayer  *self,
            AtlasGeojsonParser *parser,
            guint               field)
{
  char *name = get_parser_field (parser, field)->name;
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, name));

  if (known > 0)
    return known - 1;
  g_ptr_array_add (self->names, name);
  g_hash_table_insert (self->numbers, name, GUINT_TO_POINTER (self->names->len));
  return self->names->len - 1;
}

/* Which fields there are and in which order, by what the chunks say one after the other. */
static void
collect_fields (AtlasGeojsonLayer *self)
{
  g_autoptr (GArray) orders = g_array_new (FALSE, FALSE, sizeof (AtlasGeojsonOrder));

  for (guint i = 0; i < self->chunks->chunks->len; i++)
    {
      AtlasGeojsonChunk *chunk = get_chunk (self, i);

      for (guint j = 0; j < chunk->n_orders; j++)
        {
          AtlasGeojsonOrder order = g_array_index (chunk->parser->orders, AtlasGeojsonOrder, chunk->first_order + j);

          order.first = enter_name (self, chunk->parser, order.first);
          order.second = enter_name (self, chunk->parser, order.second);
          g_array_append_val (orders, order);
        }
    }
  self->order = atlas_geojson_order_fields ((const char *const *) self->names->pdata, self->names->len,
                                            (const AtlasGeojsonOrder *) (gconstpointer) orders->data, orders->len);
  self->columns = g_new0 (guint *, self->chunks->parsers->len);
  for (guint i = 0; i < self->chunks->parsers->len; i++)
    {
      AtlasGeojsonParser *parser = g_ptr_array_index (self->chunks->parsers, i);

      self->columns[i] = g_new (guint, self->names->len + 1);
      for (guint j = 0; j < self->names->len; j++)
        self->columns[i][j] = NO_FIELD;
      for (guint j = 0; j < parser->fields->len; j++)
        {
          guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, get_parser_field (parser, j)->name));

          if (known > 0)
            self->columns[i][known - 1] = j;
        }
    }
}

static void
collect_types (AtlasGeojsonLayer *self)
{
  self->types = g_new0 (AtlasGeojsonType, self->names->len + 1);
  for (guint i = 0; i < self->chunks->chunks->len; i++)
    {
      AtlasGeojsonChunk *chunk = get_chunk (self, i);
      const guint *columns = self->columns[get_parser_number (self, chunk->parser)];

      for (guint j = 0; j < self->names->len; j++)
        if (columns[j] < chunk->n_guesses)
          self->types[j] = (AtlasGeojsonType) chunk->guesses[columns[j]].after[self->types[j]];
    }
}

/* Conversion of one field of one parser's pieces. */
typedef struct
{
  AtlasGeojsonParser *parser;
  AtlasGeojsonType    type;
  GString            *source;
  GString            *result;
  guint32            *texts;       /* what became of each text, or ATLAS_TEXT_NONE */
  guint32            *nested;
} Conversion;

static gboolean
print (Conversion    *self,
       guint8         tag,
       AtlasCellValue value)
{
  AtlasTextPool *pool = tag == ATLAS_CELL_TEXT ? self->parser->texts : self->parser->nested;
  gboolean is_list = self->type >= ATLAS_GEOJSON_BOOLEANS;
  const char *text;
  gsize length;

  g_string_truncate (self->result, 0);
  g_string_truncate (self->source, 0);
  switch (tag)
    {
    case ATLAS_CELL_BOOLEAN:
      g_string_append (self->source, value.integer ? "true" : "false");
      break;
    case ATLAS_CELL_INTEGER:
      atlas_geojson_print_integer (self->source, value.integer);
      break;
    case ATLAS_CELL_REAL:
      atlas_geojson_print_real (self->source, value.real);
      break;
    default:
      text = atlas_text_pool_get (pool, value.text, &length);
      g_string_append_len (self->source, text, (gssize) length);
      break;
    }
  /* The scanner looks beyond the end. */
  length = self->source->len;
  for (guint i = 0; i < ATLAS_JSON_PADDING; i++)
    g_string_append_c (self->source, '\0');
  if (tag == ATLAS_CELL_TEXT && is_list)
    {
      /* A text in a field of lists of texts; OGR reads lists in texts, too. */
      if (length == 0 || strchr ("([{", self->source->str[0]) != NULL)
        return FALSE;
      g_string_append_c (self->result, '[');
      atlas_geojson_print_quoted (self->result, self->source->str);
      g_string_append_c (self->result, ']');
      return TRUE;
    }
  if (tag == ATLAS_CELL_TEXT)
    return atlas_geojson_print_time (self->result, self->source->str, self->type);
  if (is_list)
    return atlas_geojson_print_list (self->result, self->source->str, length, self->type);
  if (tag < ATLAS_CELL_FIRST_OTHER)
    {
      g_string_append_len (self->result, self->source->str, (gssize) length);
      return TRUE;
    }
  return atlas_geojson_print_json (self->result, self->source->str, length);
}

static gboolean
convert_value (Conversion     *self,
               guint8         *tag,
               AtlasCellValue *value)
{
  guint32 *known = NULL;
  AtlasCellValue text = { 0 };

  if (*tag == ATLAS_CELL_TEXT)
    known = &self->texts[value->text];
  else if (*tag >= ATLAS_CELL_FIRST_OTHER)
    known = &self->nested[value->text];
  if (known != NULL && *known != ATLAS_TEXT_NONE)
    text.text = *known;
  else
    {
      if (!print (self, *tag, *value))
        return FALSE;
      text.text = atlas_text_pool_add_valid (self->parser->texts, self->result->str, self->result->len);
      if (known != NULL)
        *known = text.text;
    }
  *tag = ATLAS_CELL_TEXT;
  *value = text;
  return TRUE;
}

/* Whether values are to be kept as they came. */
static gboolean
is_kept (AtlasGeojsonType type,
         guint8           tag)
{
  switch (type)
    {
    case ATLAS_GEOJSON_STRING:
    case ATLAS_GEOJSON_JSON:
      return tag == ATLAS_CELL_TEXT;
    case ATLAS_GEOJSON_UNKNOWN:
    case ATLAS_GEOJSON_BOOLEAN:
    case ATLAS_GEOJSON_INTEGER:
    case ATLAS_GEOJSON_INTEGER64:
    case ATLAS_GEOJSON_REAL:
      return tag < ATLAS_CELL_TEXT;
    case ATLAS_GEOJSON_DATE:
    case ATLAS_GEOJSON_TIME:
    case ATLAS_GEOJSON_DATETIME:
    case ATLAS_GEOJSON_BOOLEANS:
    case ATLAS_GEOJSON_INTEGERS:
    case ATLAS_GEOJSON_INTEGERS64:
    case ATLAS_GEOJSON_REALS:
    case ATLAS_GEOJSON_STRINGS:
    case ATLAS_GEOJSON_NOTHING:
    case ATLAS_GEOJSON_N_TYPES:
    default:
      return FALSE;
    }
}

typedef struct
{
  AtlasGeojsonLayer *layer;
  atomic_int         refused;
} Work;

static gboolean
convert_field (AtlasGeojsonLayer *self,
               Conversion        *conversion,
               guint              column)
{
  AtlasGeojsonParser *parser = conversion->parser;
  gsize n_texts = parser->texts->n_texts;
  gsize n_nested = parser->nested->n_texts;
  gboolean good = TRUE;

  for (guint i = 0; i < self->chunks->chunks->len && good; i++)
    {
      AtlasGeojsonChunk *chunk = get_chunk (self, i);
      AtlasPieceColumn *values = chunk->parser == parser && column < chunk->piece->n_columns ? &chunk->piece->columns[column] : NULL;

      for (gsize j = 0; values != NULL && j < values->n_values && good; j++)
        {
          if (is_kept (conversion->type, values->tags[j]))
            continue;
          if (conversion->texts == NULL)
            {
              conversion->texts = g_new (guint32, n_texts + 1);
              conversion->nested = g_new (guint32, n_nested + 1);
              memset (conversion->texts, 0xff, n_texts * sizeof (guint32));
              memset (conversion->nested, 0xff, n_nested * sizeof (guint32));
            }
          good = convert_value (conversion, &values->tags[j], &values->cells[j]);
        }
    }
  g_clear_pointer (&conversion->texts, g_free);
  g_clear_pointer (&conversion->nested, g_free);
  return good;
}

static void
convert (gsize    job,
         gpointer user_data)
{
  Work *work = user_data;
  AtlasGeojsonLayer *self = work->layer;
  Conversion conversion = { .parser = g_ptr_array_index (self->chunks->parsers, job) };

  conversion.source = g_string_new (NULL);
  conversion.result = g_string_new (NULL);
  for (guint i = 0; i < self->names->len; i++)
    {
      conversion.type = self->types[i];
      if (self->columns[job][i] != NO_FIELD && !convert_field (self, &conversion, self->columns[job][i]))
        atomic_store (&work->refused, 1);
    }
  g_string_free (conversion.source, TRUE);
  g_string_free (conversion.result, TRUE);
}

/* What the parsers say of ids, all together. */
typedef struct
{
  gboolean has_numbers;
  gboolean has_texts;
  gboolean has_null;
  gboolean has_skips;
  guint    own;          /* a field that stands for the features' ids, or NO_FIELD */
  guint    property;     /* a property "id", or NO_FIELD */
  guint    shown;        /* the field that the reader with GDAL would take an id from, if it is of texts */
} Ids;

static gboolean
is_whole (AtlasGeojsonType type)
{
  return type == ATLAS_GEOJSON_BOOLEAN || type == ATLAS_GEOJSON_INTEGER || type == ATLAS_GEOJSON_INTEGER64;
}

static void
look_at_fields (AtlasGeojsonLayer *self,
                Ids               *ids,
                gboolean          *refused)
{
  guint exact = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, "id"));

  ids->own = ids->property = ids->shown = NO_FIELD;
  for (guint i = 0; i < self->chunks->parsers->len; i++)
    {
      AtlasGeojsonParser *parser = g_ptr_array_index (self->chunks->parsers, i);
      guint column = exact > 0 ? self->columns[i][exact - 1] : NO_FIELD;

      ids->has_numbers |= parser->has_numbers;
      ids->has_texts |= parser->has_texts;
      ids->has_null |= parser->has_null;
      if (column != NO_FIELD && get_parser_field (parser, column)->is_property)
        ids->property = exact - 1;
      if (column != NO_FIELD && get_parser_field (parser, column)->is_id)
        ids->own = exact - 1;
    }
  for (guint i = 0; i < self->chunks->chunks->len; i++)
    ids->has_skips |= get_chunk (self, i)->skips != NULL;
  for (guint i = 0; i < self->names->len; i++)
    {
      guint field = self->order[i];
      const char *name = g_ptr_array_index (self->names, field);

      if (g_ascii_strcasecmp (name, "id") != 0)
        continue;
      if (ids->shown == NO_FIELD || field == exact - 1)
        ids->shown = field;
      /* Numbers in it would be ids, too. */
      *refused |= field != exact - 1 && exact > 0 && is_whole (self->types[field]);
    }
}

/* Features whose properties are null take their members for them. */
static gboolean
is_field_a_member (AtlasGeojsonLayer *self)
{
  const char *const members[] = { "type", "properties", "geometry" };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_hash_table_contains (self->numbers, members[i]))
      return TRUE;
  for (guint i = 0; i < self->chunks->parsers->len; i++)
    {
      AtlasGeojsonParser *parser = g_ptr_array_index (self->chunks->parsers, i);
      GHashTableIter iter;
      gpointer name;

      g_hash_table_iter_init (&iter, parser->members);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        if (g_hash_table_contains (self->numbers, name))
          return TRUE;
    }
  return FALSE;
}

static gboolean
check_ids (AtlasGeojsonLayer *self,
           const Ids         *ids)
{
  AtlasGeojsonChunk *first = get_chunk (self, 0);

  if (ids->has_null && (is_field_a_member (self) || ((ids->has_numbers || ids->has_texts) && ids->property != NO_FIELD)))
    return FALSE;
  if (ids->has_texts && (ids->has_numbers || ids->property != NO_FIELD))
    return FALSE;
  /* Which id counts is for the first feature to say. */
  if (ids->has_numbers && ids->property != NO_FIELD
      && (first->skips != NULL || first->piece->id_tags[0] != ATLAS_CELL_INTEGER))
    return FALSE;
  if (!ids->has_numbers && !ids->has_texts && ids->property != NO_FIELD)
    return self->types[ids->property] != ATLAS_GEOJSON_BOOLEAN;
  return TRUE;
}

/* Features are numbered on where they have no number of their own.  FALSE when that would need those that were skipped. */
static gboolean
number (AtlasGeojsonLayer *self,
        const Ids         *ids)
{
  gboolean by_property = !ids->has_numbers && !ids->has_texts && ids->property != NO_FIELD
                         && is_whole (self->types[ids->property]);
  gint64 next = 0;

  for (guint i = 0; i < self->chunks->chunks->len; i++)
    {
      AtlasGeojsonChunk *chunk = get_chunk (self, i);
      AtlasTablePiece *piece = chunk->piece;
      guint column = by_property ? self->columns[get_parser_number (self, chunk->parser)][ids->property] : NO_FIELD;
      const AtlasPieceColumn *numbers = column < piece->n_columns ? &piece->columns[column] : NULL;
      gsize v = 0;

      for (gsize j = 0; j < piece->n_features; j++)
        {
          gboolean has_number = numbers != NULL && (numbers->present[j / 8] >> j % 8 & 1) != 0;

          if (has_number)
            piece->ids[j].integer = numbers->cells[v++].integer;
          if (by_property && (!has_number || piece->ids[j].integer == -1))
            {
              if (ids->has_skips)
                return FALSE;
              piece->ids[j].integer = next++;
            }
          else if (!by_property && piece->id_tags[j] == ATLAS_CELL_NULL)
            piece->ids[j].integer += next;
          piece->id_tags[j] = ATLAS_CELL_INTEGER;
        }
      if (!by_property)
        next += (gint64) chunk->n_unnumbered;
    }
  return TRUE;
}

/* Texts in the field that shows ids are ids. */
static void
take_texts (AtlasGeojsonLayer *self,
            guint              field)
{
  for (guint i = 0; i < self->chunks->chunks->len; i++)
    {
      AtlasTablePiece *piece = get_chunk (self, i)->piece;
      guint column = self->columns[get_parser_number (self, get_chunk (self, i)->parser)][field];
      const AtlasPieceColumn *texts = column < piece->n_columns ? &piece->columns[column] : NULL;
      gsize v = 0;

      for (gsize j = 0; texts != NULL && j < piece->n_features; j++)
        if ((texts->present[j / 8] >> j % 8 & 1) != 0)
          {
            piece->id_tags[j] = ATLAS_CELL_TEXT;
            piece->ids[j] = texts->cells[v++];
          }
    }
}

static AtlasFieldType
get_field_type (AtlasGeojsonType type)
{
  switch (type)
    {
    case ATLAS_GEOJSON_BOOLEAN:
      return ATLAS_FIELD_BOOLEAN;
    case ATLAS_GEOJSON_INTEGER:
    case ATLAS_GEOJSON_INTEGER64:
      return ATLAS_FIELD_INTEGER;
    case ATLAS_GEOJSON_REAL:
      return ATLAS_FIELD_REAL;
    case ATLAS_GEOJSON_DATE:
      return ATLAS_FIELD_DATE;
    case ATLAS_GEOJSON_TIME:
      return ATLAS_FIELD_TIME;
    case ATLAS_GEOJSON_DATETIME:
      return ATLAS_FIELD_DATETIME;
    case ATLAS_GEOJSON_JSON:
      return ATLAS_FIELD_JSON;
    case ATLAS_GEOJSON_BOOLEANS:
    case ATLAS_GEOJSON_INTEGERS:
    case ATLAS_GEOJSON_INTEGERS64:
    case ATLAS_GEOJSON_REALS:
    case ATLAS_GEOJSON_STRINGS:
      return ATLAS_FIELD_LIST;
    case ATLAS_GEOJSON_UNKNOWN:
    case ATLAS_GEOJSON_STRING:
    case ATLAS_GEOJSON_NOTHING:
    case ATLAS_GEOJSON_N_TYPES:
    default:
      return ATLAS_FIELD_STRING;
    }
}

/* The layer's fields, but for @left_out, and where the pieces have them. */
static void
make_fields (AtlasGeojsonLayer *self,
             guint              left_out)
{
  guint n_parsers = self->chunks->parsers->len;
  g_autofree guint **columns = g_new0 (guint *, n_parsers);

  self->fields = g_new0 (AtlasTableField, self->names->len + 1);
  for (guint p = 0; p < n_parsers; p++)
    {
      AtlasGeojsonParser *parser = g_ptr_array_index (self->chunks->parsers, p);

      columns[p] = atlas_arena_alloc (parser->arena, (self->names->len + 1) * sizeof (guint));
    }
  for (guint i = 0; i < self->names->len; i++)
    {
      guint field = self->order[i];

      if (field == left_out)
        continue;
      for (guint p = 0; p < n_parsers; p++)
        columns[p][self->n_fields] = self->columns[p][field];
      self->fields[self->n_fields].name = g_ptr_array_index (self->names, field);
      self->fields[self->n_fields++].type = get_field_type (self->types[field]);
    }
  self->pieces = g_new0 (AtlasTablePiece *, self->chunks->chunks->len);
  for (guint i = 0; i < self->chunks->chunks->len; i++)
    {
      AtlasGeojsonChunk *chunk = get_chunk (self, i);

      chunk->piece->fields = columns[get_parser_number (self, chunk->parser)];
      self->pieces[i] = chunk->piece;
    }
}

gboolean
atlas_geojson_layer_make (AtlasGeojsonLayer  *self,
                          AtlasGeojsonChunks *chunks,
                          const char         *path)
{
  Work work = { .layer = self };
  Ids ids = { 0 };
  guint left_out = NO_FIELD;
  gboolean refused = FALSE;

  self->chunks = chunks;
  self->names = g_ptr_array_new ();
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  collect_fields (self);
  collect_types (self);
  look_at_fields (self, &ids, &refused);
  if (refused || !check_ids (self, &ids) || !number (self, &ids))
    return FALSE;
  atomic_init (&work.refused, 0);
  atlas_parallel_run (chunks->parsers->len, 0, convert, &work);
  if (atomic_load (&work.refused) != 0)
    return FALSE;
  if (ids.shown != NO_FIELD && (self->types[ids.shown] == ATLAS_GEOJSON_STRING || self->types[ids.shown] == ATLAS_GEOJSON_JSON
                                || self->types[ids.shown] == ATLAS_GEOJSON_UNKNOWN))
    {
      take_texts (self, ids.shown);
      if (atlas_geojson_has_feature_ids (path))
        left_out = ids.shown;
    }
  make_fields (self, left_out);
  return TRUE;
}
