/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Building an index: what the fields are to a feature, then each different text once, as symbols, and where it stands.  One
 * thread builds it; then it never changes, and atlas-search-run.c reads it from many. */

#include "data/atlas-search-index-private.h"

#include <math.h>
#include <string.h>

#include "data/atlas-grade.h"
#include "data/atlas-hanzi.h"
#include "data/atlas-locale.h"

/* Texts between two looks at the cancellable. */
#define PATIENCE 4096

/* Symbols of an index at most, a gigabyte; the texts of a table that has more are left out from there on. */
#define MAX_SYMBOLS (512u << 20)

static const char *const name_fields[] = {
  "name", "名称", "name_zh", "name:zh", "title", "label", "地名", "项目名称", "景点名称", "名字", "标注", NULL,
};
static const char *const english_fields[] = { "name_en", "name:en", "英文名", "英文名称", NULL };
static const char *const alias_fields[] = {
  "alias", "alias_en", "former_name", "former_name_en", "old_name", "alt_name", "short_name", "official_name", "int_name",
  "loc_name", "ref", "pinyin", "name:zh_pinyin", "别名", "曾用名", "简称", "拼音", "编号", NULL,
};
static const char *const small_fields[] = {
  "source", "source_en", "licence", "license", "geom_quality", "note", "note_en", "来源", "备注", NULL,
};
static const char *const kind_fields[] = {
  "category", "kind", "type", "class", "fclass", "project_type", "theme", "类别", "类型", "种类", "分类", NULL,
};
static const char *const pinyin_fields[] = { "pinyin", "name:zh_pinyin", "拼音", NULL };

static gboolean
is_one_of (const char        *name,
           const char *const *list)
{
  for (; *list != NULL; list++)
    if (g_ascii_strcasecmp (name, *list) == 0)
      return TRUE;
  return FALSE;
}

/* The field that has the first name of @list that any field has. */
static int
find_first (AtlasTable        *table,
            const char *const *list)
{
  for (; *list != NULL; list++)
    for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
      if (g_ascii_strcasecmp (atlas_table_get_field_name (table, field), *list) == 0)
        return (int) field;
  return -1;
}

static gboolean
has_texts (AtlasTable *table,
           guint       field)
{
  const AtlasFieldType type = atlas_table_get_field_type (table, field);

  return type == ATLAS_FIELD_STRING || type == ATLAS_FIELD_LIST;
}

static AtlasSearchWeight
weigh (AtlasSchema *schema,
       const char  *name)
{
  const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, name) : NULL;

  if (is_one_of (name, name_fields) || is_one_of (name, english_fields))
    return ATLAS_SEARCH_NAME;
  if (is_one_of (name, alias_fields))
    return ATLAS_SEARCH_ALIAS;
  if (is_one_of (name, small_fields))
    return ATLAS_SEARCH_SMALL;
  /* What says the same in English is worth what it says. */
  if (meaning != NULL && meaning->twin_of != NULL)
    meaning = atlas_schema_find_field (schema, meaning->twin_of);
  if (meaning != NULL && (meaning->card == ATLAS_SCHEMA_CARD_SMALL || meaning->card == ATLAS_SCHEMA_CARD_HIDDEN))
    return ATLAS_SEARCH_SMALL;
  return ATLAS_SEARCH_DETAIL;
}

static void
know_fields (AtlasSearchIndex *self,
             AtlasSchema      *schema)
{
  const guint n = atlas_table_get_n_fields (self->table);

  self->weights = g_new (guint8, MAX (n, 1));
  self->name_field = find_first (self->table, name_fields);
  self->english_field = find_first (self->table, english_fields);
  self->kind_field = find_first (self->table, kind_fields);
  if (schema != NULL)
    for (guint i = 0; i < atlas_schema_get_n_fields (schema); i++)
      {
        const AtlasSchemaField *meaning = atlas_schema_get_field (schema, i);
        const int field = atlas_table_find_field (self->table, meaning->name);

        if (meaning->card == ATLAS_SCHEMA_CARD_KIND && meaning->twin_of == NULL && field >= 0 && has_texts (self->table, (guint) field))
          {
            self->kind_field = field;
            break;
          }
      }
  for (guint field = 0; field < n; field++)
    self->weights[field] = weigh (schema, atlas_table_get_field_name (self->table, field));
  /* A table without any of the usual names: the first field that sounds like one. */
  for (guint field = 0; self->name_field < 0 && field < n; field++)
    {
      g_autofree char *lower = g_utf8_strdown (atlas_table_get_field_name (self->table, field), -1);

      if (has_texts (self->table, field) && (strstr (lower, "name") != NULL || strstr (lower, "名") != NULL))
        {
          self->name_field = (int) field;
          self->weights[field] = ATLAS_SEARCH_NAME;
        }
    }
}

/* -- features ---------------------------------------------------------------------------------------------------- */

static void
know_features (AtlasSearchIndex *self)
{
  const gsize n = atlas_table_get_n_features (self->table);
  const int field = atlas_grade_find_field (self->table);

  self->places = g_new (float, 2 * MAX (n, 1));
  self->grades = g_new0 (float, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    {
      const AtlasExtent extent = atlas_table_get_feature_extent (self->table, i);
      const gboolean empty = atlas_extent_is_empty (&extent);

      self->places[2 * i] = empty ? NAN : (float) ((extent.west + extent.east) / 2);
      self->places[2 * i + 1] = empty ? NAN : (float) ((extent.south + extent.north) / 2);
      if (field >= 0)
        self->grades[i] = atlas_grade_get (self->table, (guint) field, i);
    }
}

/* -- texts ------------------------------------------------------------------------------------------------------- */

/* An index being built. */
typedef struct
{
  AtlasSearchIndex *index;
  GCancellable     *cancellable;
  int               pinyin_field;
  guint32          *numbers;        /* text of the table → our text + 1, or 0 */
  GArray           *symbols;
  GArray           *starts;
  GArray           *signatures;
  GArray           *best_weights;
  GArray           *codes;
  GArray           *syllables;
  gboolean         *spelled;        /* features whose pinyin is known from their name's symbols */
} Builder;

/* "ba quan xia" as syllables; anything else gives none. */
static void
read_pinyin (Builder *self,
             gsize    feature)
{
  const char *text = self->pinyin_field >= 0 ? atlas_table_get_text (self->index->table, (guint) self->pinyin_field, feature, NULL) : NULL;
  guint begin = 0;

  g_array_set_size (self->syllables, 0);
  if (text == NULL)
    return;
  g_array_set_size (self->codes, 0);
  atlas_search_fold (text, -1, self->codes, NULL);
  for (guint i = 0; i <= self->codes->len; i++)
    {
      char letters[8];
      guint16 syllable;

      if (i < self->codes->len && g_array_index (self->codes, gunichar, i) != ATLAS_SEARCH_SEPARATOR)
        continue;
      for (guint k = begin; k < i && k - begin < sizeof letters; k++)
        {
          const gunichar c = g_array_index (self->codes, gunichar, k);

          letters[k - begin] = c == 0xfc ? 'v' : c < 0x80 ? (char) c : '?';
        }
      syllable = i - begin <= sizeof letters ? atlas_hanzi_find_syllable (letters, i - begin) : ATLAS_HANZI_NO_SYLLABLE;
      if (syllable == ATLAS_HANZI_NO_SYLLABLE)
        {
          g_array_set_size (self->syllables, 0);
          return;
        }
      g_array_append_val (self->syllables, syllable);
      begin = i + 1;
    }
}

static void
add_text (Builder *self,
          guint    field,
          gsize    feature)
{
  AtlasTable *table = self->index->table;
  const guint32 start = self->symbols->len;
  guint64 signature;
  gsize length;
  const char *text = atlas_table_get_text (table, field, feature, &length);

  if ((int) field == self->index->name_field)
    read_pinyin (self, feature);
  else
    g_array_set_size (self->syllables, 0);
  g_array_set_size (self->codes, 0);
  if (start < MAX_SYMBOLS)
    atlas_search_fold (text, (gssize) length, self->codes, NULL);
  self->spelled[feature] |= atlas_search_alphabet_add (self->index->alphabet, (const gunichar *) (gpointer) self->codes->data,
                                                       self->codes->len, (const guint16 *) (gpointer) self->syllables->data,
                                                       self->syllables->len, self->symbols);
  signature = atlas_search_signature (self->index->alphabet, &g_array_index (self->symbols, guint16, start),
                                      self->symbols->len - start);
  g_array_append_val (self->starts, start);
  g_array_append_val (self->signatures, signature);
}

/* Calls @each for every text that is worth searching.  Returns: %FALSE when it was cancelled. */
static gboolean
for_each_text (Builder *self,
               void   (*each) (Builder *, guint, gsize, guint32))
{
  AtlasTable *table = self->index->table;
  const gsize n = atlas_table_get_n_features (table);

  for (guint pass = 0; pass < 2; pass++)
    for (guint field = 0; field < atlas_table_get_n_fields (table) && field < G_MAXUINT16; field++)
      {
        /* Names first: only they tell whether the pinyin beside them says anything new. */
        if (!has_texts (table, field) || ((int) field == self->index->name_field) != (pass == 0))
          continue;
        for (gsize feature = 0; feature < n; feature++)
          {
            const guint32 id = atlas_table_get_text_id (table, field, feature);

            if (feature % PATIENCE == 0 && g_cancellable_is_cancelled (self->cancellable))
              return FALSE;
            if (id != G_MAXUINT32 && !((int) field == self->pinyin_field && self->spelled[feature]))
              each (self, field, feature, id);
          }
      }
  return TRUE;
}

static void
take_text (Builder *self,
           guint    field,
           gsize    feature,
           guint32  id)
{
  AtlasSearchIndex *index = self->index;
  guint8 *best;

  if (self->numbers[id] == 0)
    {
      add_text (self, field, feature);
      self->numbers[id] = self->starts->len;
      g_array_append_val (self->best_weights, index->weights[field]);
    }
  best = &g_array_index (self->best_weights, guint8, self->numbers[id] - 1);
  *best = MIN (*best, index->weights[field]);
}

static void
count_posting (Builder *self,
               guint    field,
               gsize    feature,
               guint32  id)
{
  self->index->posting_starts[self->numbers[id]]++;
}

/* posting_starts[t] counts up to where text t ends, which is where t + 1 begins. */
static void
put_posting (Builder *self,
             guint    field,
             gsize    feature,
             guint32  id)
{
  const guint32 at = self->index->posting_starts[self->numbers[id] - 1]++;

  self->index->posting_features[at] = (guint32) feature;
  self->index->posting_fields[at] = (guint16) field;
}

static gboolean
know_texts (Builder *self)
{
  AtlasSearchIndex *index = self->index;
  guint32 end;

  if (!for_each_text (self, take_text))
    return FALSE;
  end = self->symbols->len;
  index->n_texts = self->starts->len;
  g_array_append_val (self->starts, end);
  index->posting_starts = g_new0 (guint32, index->n_texts + 2);
  if (!for_each_text (self, count_posting))
    return FALSE;
  for (gsize t = 1; t <= index->n_texts; t++)
    index->posting_starts[t] += index->posting_starts[t - 1];
  end = index->posting_starts[index->n_texts];
  index->posting_features = g_new (guint32, MAX (end, 1));
  index->posting_fields = g_new (guint16, MAX (end, 1));
  if (!for_each_text (self, put_posting))
    return FALSE;
  /* Filling moved each start to the next one's place. */
  memmove (index->posting_starts + 1, index->posting_starts, index->n_texts * sizeof (guint32));
  index->posting_starts[0] = 0;
  return TRUE;
}

/* The table's texts are numbered densely. */
static guint32
count_table_texts (AtlasTable *table)
{
  guint32 most = 0;

  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    for (gsize feature = 0; has_texts (table, field) && feature < atlas_table_get_n_features (table); feature++)
      {
        const guint32 id = atlas_table_get_text_id (table, field, feature);

        if (id != G_MAXUINT32)
          most = MAX (most, id + 1);
      }
  return most;
}

AtlasSearchIndex *
atlas_search_index_new (AtlasTable    *table,
                        AtlasSchema   *schema,
                        GCancellable  *cancellable,
                        GError       **error)
{
  g_autoptr (AtlasSearchIndex) self = g_new0 (AtlasSearchIndex, 1);
  Builder builder = { .index = self, .cancellable = cancellable };
  gboolean done;

  g_atomic_ref_count_init (&self->ref_count);
  self->table = atlas_table_ref (table);
  self->alphabet = atlas_search_alphabet_new ();
  know_fields (self, schema);
  know_features (self);

  builder.pinyin_field = find_first (table, pinyin_fields);
  builder.numbers = g_new0 (guint32, (gsize) count_table_texts (table) + 1);
  builder.symbols = g_array_new (FALSE, FALSE, sizeof (guint16));
  builder.starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  builder.signatures = g_array_new (FALSE, FALSE, sizeof (guint64));
  builder.best_weights = g_array_new (FALSE, FALSE, sizeof (guint8));
  builder.codes = g_array_new (FALSE, FALSE, sizeof (gunichar));
  builder.syllables = g_array_new (FALSE, FALSE, sizeof (guint16));
  builder.spelled = g_new0 (gboolean, MAX (atlas_table_get_n_features (table), 1));
  done = know_texts (&builder);
  self->symbols = (guint16 *) (gpointer) g_array_free (builder.symbols, FALSE);
  self->starts = (guint32 *) (gpointer) g_array_free (builder.starts, FALSE);
  self->signatures = (guint64 *) (gpointer) g_array_free (builder.signatures, FALSE);
  self->best_weights = (guint8 *) g_array_free (builder.best_weights, FALSE);
  g_array_unref (builder.codes);
  g_array_unref (builder.syllables);
  g_free (builder.spelled);
  g_free (builder.numbers);
  if (!done)
    {
      g_cancellable_set_error_if_cancelled (cancellable, error);
      return NULL;
    }
  self->symbols = g_renew (guint16, self->symbols, MAX (self->starts[self->n_texts], 1));
  return g_steal_pointer (&self);
}

AtlasSearchIndex *
atlas_search_index_ref (AtlasSearchIndex *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
atlas_search_index_unref (AtlasSearchIndex *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  atlas_table_unref (self->table);
  atlas_search_alphabet_free (self->alphabet);
  g_free (self->symbols);
  g_free (self->starts);
  g_free (self->signatures);
  g_free (self->best_weights);
  g_free (self->posting_starts);
  g_free (self->posting_features);
  g_free (self->posting_fields);
  g_free (self->weights);
  g_free (self->places);
  g_free (self->grades);
  g_free (self);
}

AtlasTable *
atlas_search_index_get_table (AtlasSearchIndex *self)
{
  return self->table;
}

gsize
atlas_search_index_get_size (AtlasSearchIndex *self)
{
  const gsize n_features = atlas_table_get_n_features (self->table);
  const gsize per_text = 2 * sizeof (guint32) + sizeof (guint64) + 1;

  return sizeof *self + atlas_search_alphabet_get_size (self->alphabet) + self->starts[self->n_texts] * sizeof (guint16)
         + self->n_texts * per_text + self->posting_starts[self->n_texts] * (sizeof (guint32) + sizeof (guint16))
         + n_features * 3 * sizeof (float);
}

gsize
atlas_search_index_get_n_texts (AtlasSearchIndex *self)
{
  return self->n_texts;
}

static char *
dup_text (AtlasTable *table,
          int         field,
          gsize       feature)
{
  g_autofree char *text = field >= 0 ? atlas_table_dup_value (table, (guint) field, feature) : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

char *
atlas_search_index_dup_name (AtlasSearchIndex *self,
                             gsize             feature)
{
  const gboolean chinese = atlas_locale_is_chinese ();
  char *text = dup_text (self->table, chinese ? self->name_field : self->english_field, feature);

  return text != NULL ? text : dup_text (self->table, chinese ? self->english_field : self->name_field, feature);
}

char *
atlas_search_index_dup_own_name (AtlasSearchIndex *self,
                                 gsize             feature)
{
  char *text = dup_text (self->table, self->name_field, feature);

  return text != NULL ? text : dup_text (self->table, self->english_field, feature);
}

char *
atlas_search_index_dup_kind (AtlasSearchIndex *self,
                             gsize             feature)
{
  return dup_text (self->table, self->kind_field, feature);
}

gboolean
atlas_search_index_get_place (AtlasSearchIndex *self,
                              gsize             feature,
                              double           *lon,
                              double           *lat)
{
  return atlas_table_get_place (self->table, feature, lon, lat);
}
