/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the text of a GeoJSON file tells: a byte order mark, bytes that are not UTF-8, ids that are there twice (the
 * reader may number them anew), types of single values, decimals, and whether each feature has a line of its own.
 *
 * One pass through a buffer, so memory does not grow with the file; only the ids are kept, as 64-bit hashes, up to a number.
 * It is no JSON parser: it follows the brackets and leaves complaints about syntax to the reader, which reads the same file in
 * its sandbox.  Whatever it meets, it goes forward, and its depth does not grow with that of the file.  One thread. */

#include "check/atlas-check-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define BUFFER (256 * 1024)
/* Longer keys, ids and numbers are cut: they are compared, and shown in part. */
#define MAX_TOKEN 1024
#define MAX_IDS 4000000
#define MAX_DECIMALS 5
/* More of one feature are not told. */
#define MAX_ISSUES 100

/* What was found in the present feature, to be told when its id is known. */
typedef struct
{
  AtlasSeverity  severity;
  const char    *rule;
  char          *field;
  char          *message;
} Issue;

/* What is to be known of the numbers of a geometry. */
typedef struct
{
  guint    decimals;       /* the most that one has */
  guint    at;             /* which number of its array comes next */
  double   x;
  gboolean swapped;        /* a latitude that is none, and would be a longitude where the layer belongs */
  double   swapped_x;
  double   swapped_y;
} Places;

typedef struct
{
  AtlasCheckLayer *layer;
  AtlasExtent      area;             /* where the layer belongs */
  int              fd;
  guint8          *buffer;
  gsize            at;
  gsize            length;
  guint64          line;             /* from 1 */
  /* UTF-8: how many bytes of the present character are to come, and what the next may be. */
  guint            more;
  guint8           low;
  guint8           high;
  guint64          bad_line;         /* the first line with a byte that is not UTF-8, or 0, of the present feature */
  gboolean         failed;           /* the text is not what it should be, or cannot be read further */
  GString         *token;
  /* What the file says of itself. */
  char            *type;             /* of the FeatureCollection */
  gboolean         has_features;
  /* The features. */
  guint64          number;
  guint64          last_line;        /* where the feature before ended */
  guint64          n_unlined;
  guint64          first_unlined;    /* its number, and its line */
  guint64          first_unlined_line;
  char            *id;
  gboolean         id_is_number;
  GArray          *issues;           /* Issue */
  GRegex          *id_form;
  /* Ids: open addressing, 0 is free. */
  guint64         *hashes;
  guint32         *numbers;
  gsize            n_slots;
  gsize            n_ids;
} Text;

static void
issue_clear (gpointer data)
{
  Issue *issue = data;

  g_free (issue->field);
  g_free (issue->message);
}

static void
text_clear (Text *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->buffer);
  g_free (self->type);
  g_free (self->id);
  g_free (self->hashes);
  g_free (self->numbers);
  g_clear_pointer (&self->id_form, g_regex_unref);
  if (self->token != NULL)
    g_string_free (self->token, TRUE);
  g_clear_pointer (&self->issues, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Text, text_clear)

/* -- bytes ------------------------------------------------------------------------------------------------------- */

static gboolean
fill (Text *self)
{
  gssize n;

  do
    n = self->failed ? 0 : read (self->fd, self->buffer, BUFFER);
  while (n < 0 && errno == EINTR);
  self->at = 0;
  self->length = n > 0 ? (gsize) n : 0;
  return self->length > 0;
}

/* The next byte without taking it, or -1. */
static inline int
peek (Text *self)
{
  if (self->at == self->length && !fill (self))
    return -1;
  return self->buffer[self->at];
}

/* Follows the rules of UTF-8 (RFC 3629) for a byte that is not plain ASCII in plain surroundings. */
static void
follow_utf8 (Text  *self,
             guint8 byte)
{
  if (self->more > 0 && byte >= self->low && byte <= self->high)
    {
      self->more--;
      self->low = 0x80;
      self->high = 0xbf;
      return;
    }
  if (self->more > 0 || byte < 0xc2 || byte > 0xf4)
    {
      gboolean was_short = self->more > 0;

      if (self->bad_line == 0 && (was_short || byte >= 0x80))
        self->bad_line = self->line;
      self->more = 0;
      /* What cut the character short may begin one. */
      if (!was_short || byte < 0xc2 || byte > 0xf4)
        return;
    }
  self->more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  self->low = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
  self->high = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
}

static inline int
next (Text *self)
{
  int byte = peek (self);

  if (byte < 0)
    return -1;
  self->at++;
  if (byte == '\n')
    self->line++;
  if (byte >= 0x80 || self->more > 0)
    follow_utf8 (self, (guint8) byte);
  return byte;
}

/* The next byte that is no blank, not taken. */
static int
peek_token (Text *self)
{
  int byte;

  while ((byte = peek (self)) == ' ' || byte == '\n' || byte == '\r' || byte == '\t')
    next (self);
  return byte;
}

/* Takes the next byte that is no blank if it is @wanted. */
static gboolean
take (Text *self,
      char  wanted)
{
  if (peek_token (self) != wanted)
    return FALSE;
  next (self);
  return TRUE;
}

/* -- tokens ------------------------------------------------------------------------------------------------------ */

static void
append_token (Text *self,
              char  byte)
{
  if (self->token->len < MAX_TOKEN)
    g_string_append_c (self->token, byte);
}

/* \uXXXX; halves of a pair are told apart by nobody who reads a key or an id here. */
static void
read_code (Text *self)
{
  gunichar code = 0;

  for (guint i = 0; i < 4 && g_ascii_isxdigit (peek (self) < 0 ? 0 : peek (self)); i++)
    code = code * 16 + (gunichar) g_ascii_xdigit_value ((char) next (self));
  if (!g_unichar_validate (code) || code == 0)
    code = 0xfffd;
  if (self->token->len < MAX_TOKEN)
    g_string_append_unichar (self->token, code);
}

/* A string into the token; FALSE when the file ends in it. */
static gboolean
read_string (Text *self)
{
  int byte;

  g_string_truncate (self->token, 0);
  next (self);
  while ((byte = next (self)) >= 0 && byte != '"')
    {
      if (byte != '\\')
        {
          append_token (self, (char) byte);
          continue;
        }
      byte = next (self);
      if (byte == 'u')
        read_code (self);
      else
        append_token (self, byte == 'n' || byte == 't' || byte == 'r' || byte == 'b' || byte == 'f' ? ' ' : (char) byte);
    }
  if (byte < 0)
    self->failed = TRUE;
  return byte >= 0;
}

/* A number or a word into the token. */
static void
read_word (Text *self)
{
  int byte;

  g_string_truncate (self->token, 0);
  while ((byte = peek (self)) > ' ' && byte != ',' && byte != ']' && byte != '}' && byte != ':' && byte != '[' && byte != '{'
         && byte != '"')
    append_token (self, (char) next (self));
  if (self->token->len == 0)
    self->failed = TRUE;
}

static guint
count_decimals (const char *number)
{
  const char *point = strchr (number, '.');
  guint n = 0;

  for (; point != NULL && g_ascii_isdigit (point[n + 1]); n++)
    ;
  return n;
}

/* A number of a geometry: the first of its array is the longitude, the second the latitude. */
static void
look_at_number (Text   *self,
                Places *places)
{
  double value = g_ascii_strtod (self->token->str, NULL);

  places->decimals = MAX (places->decimals, count_decimals (self->token->str));
  if (places->at == 0)
    places->x = value;
  else if (places->at == 1 && !places->swapped && fabs (places->x) <= 90 && fabs (value) > 90
           && atlas_extent_contains (&self->area, value, places->x))
    {
      places->swapped = TRUE;
      places->swapped_x = places->x;
      places->swapped_y = value;
    }
  places->at++;
}

/* Goes over a value of any kind; @places: (nullable): what is to be known of a geometry. */
static void
skip_value (Text   *self,
            Places *places)
{
  guint64 depth = 0;

  do
    {
      int byte = peek_token (self);

      if (byte < 0)
        self->failed = TRUE;
      else if (byte == '"')
        read_string (self);
      else if (byte == '{' || byte == '[')
        {
          depth++;
          if (places != NULL)
            places->at = 0;
          next (self);
        }
      else if (byte == '}' || byte == ']')
        {
          if (depth == 0)
            self->failed = TRUE;
          else
            depth--;
          next (self);
        }
      else if (depth > 0 && (byte == ',' || byte == ':'))
        next (self);
      else
        {
          read_word (self);
          if (places != NULL)
            look_at_number (self, places);
        }
    }
  while (depth > 0 && !self->failed);
}

/* -- features ---------------------------------------------------------------------------------------------------- */

static void G_GNUC_PRINTF (5, 6)
add_issue (Text          *self,
           AtlasSeverity  severity,
           const char    *rule,
           const char    *field,
           const char    *format,
           ...)
{
  Issue issue = { severity, rule, g_strdup (field), NULL };
  va_list args;

  if (self->issues->len >= MAX_ISSUES)
    {
      issue_clear (&issue);
      return;
    }
  va_start (args, format);
  issue.message = g_strdup_vprintf (format, args);
  va_end (args);
  g_array_append_val (self->issues, issue);
}

/* A value against its field.  The token holds it if it is a number or a word; @kind is its first byte. */
static void
check_type (Text                   *self,
            const AtlasSchemaField *field,
            const char             *name,
            int                     kind)
{
  gboolean number = kind == '-' || g_ascii_isdigit (kind), boolean = kind == 't' || kind == 'f';
  double value = number ? g_ascii_strtod (self->token->str, NULL) : 0;

  if (kind == 'n')
    add_issue (self, ATLAS_SEVERITY_ERROR, "value-null", name, "%s",
               _("The value is null. What is not known is left out: delete the key."));
  else if (field == NULL)
    return;
  else if (field->type == ATLAS_SCHEMA_STRING && kind != '"')
    add_issue (self, ATLAS_SEVERITY_ERROR, "value-type", name, "%s", _("The value is not a text: put it in quotes."));
  else if (field->type == ATLAS_SCHEMA_BOOLEAN && !boolean)
    add_issue (self, ATLAS_SEVERITY_ERROR, "value-type", name, "%s", _("The value is not true or false, without quotes."));
  else if (field->type == ATLAS_SCHEMA_NUMBER && !number)
    add_issue (self, ATLAS_SEVERITY_ERROR, "value-type", name, "%s", _("The value is not a number, without quotes."));
  else if (field->type == ATLAS_SCHEMA_INTEGER && (!number || value != floor (value)))
    add_issue (self, ATLAS_SEVERITY_ERROR, "value-type", name, "%s", _("The value is not a whole number, without quotes."));
}

static void
read_property (Text *self)
{
  g_autofree char *name = NULL;
  const AtlasSchemaField *field;
  int kind;

  if (!read_string (self) || !take (self, ':'))
    {
      self->failed = TRUE;
      return;
    }
  name = g_utf8_make_valid (self->token->str, (gssize) self->token->len);
  kind = peek_token (self);
  skip_value (self, NULL);
  if (self->layer->schema == NULL)
    return;
  field = atlas_schema_find_field (self->layer->schema, name);
  check_type (self, field, name, kind);
}

static void
read_properties (Text *self)
{
  if (peek_token (self) != '{')
    {
      skip_value (self, NULL);
      return;
    }
  next (self);
  while (!self->failed && !take (self, '}'))
    if (peek_token (self) == '"')
      read_property (self);
    else if (!take (self, ','))
      self->failed = TRUE;
}

static void
read_geometry (Text *self)
{
  Places places = { 0 };

  skip_value (self, &places);
  if (places.decimals > MAX_DECIMALS)
    add_issue (self, ATLAS_SEVERITY_WARNING, "decimals", NULL,
               _("A coordinate has %u decimals. %d are a metre: save the file with %d."), places.decimals, MAX_DECIMALS,
               MAX_DECIMALS);
  if (places.swapped)
    add_issue (self, ATLAS_SEVERITY_ERROR, "place-area", NULL,
               _("Longitude and latitude are swapped: %g, %g. Write longitude first."), places.swapped_x, places.swapped_y);
}

static void
read_id (Text *self)
{
  int kind = peek_token (self);

  g_string_truncate (self->token, 0);
  skip_value (self, NULL);
  g_clear_pointer (&self->id, g_free);
  if (kind == '{' || kind == '[' || kind == 'n')
    return;
  self->id = g_utf8_make_valid (self->token->str, (gssize) self->token->len);
  self->id_is_number = kind != '"';
}

/* -- ids --------------------------------------------------------------------------------------------------------- */

static guint64
hash_id (const char *id)
{
  guint64 hash = 0xcbf29ce484222325;

  for (const char *p = id; *p != '\0'; p++)
    hash = (hash ^ (guint8) *p) * 0x100000001b3;
  hash = (hash ^ (hash >> 32)) * 0x9e3779b97f4a7c15;
  return hash != 0 ? hash : 1;
}

static gsize
find_slot (const guint64 *hashes,
           gsize          n_slots,
           guint64        hash)
{
  gsize slot = (hash >> 20) & (n_slots - 1);

  while (hashes[slot] != 0 && hashes[slot] != hash)
    slot = (slot + 1) & (n_slots - 1);
  return slot;
}

static void
grow_ids (Text *self)
{
  gsize n_slots = self->n_slots > 0 ? self->n_slots * 2 : 1024;
  guint64 *hashes = g_new0 (guint64, n_slots);
  guint32 *numbers = g_new0 (guint32, n_slots);

  for (gsize i = 0; i < self->n_slots; i++)
    {
      gsize slot;

      if (self->hashes[i] == 0)
        continue;
      slot = find_slot (hashes, n_slots, self->hashes[i]);
      hashes[slot] = self->hashes[i];
      numbers[slot] = self->numbers[i];
    }
  g_free (self->hashes);
  g_free (self->numbers);
  self->hashes = hashes;
  self->numbers = numbers;
  self->n_slots = n_slots;
}

static void
check_unique (Text *self)
{
  guint64 hash = hash_id (self->id);
  gsize slot;

  if (self->n_ids >= MAX_IDS)
    return;
  if (self->n_ids * 2 >= self->n_slots)
    grow_ids (self);
  slot = find_slot (self->hashes, self->n_slots, hash);
  if (self->hashes[slot] == hash)
    {
      add_issue (self, ATLAS_SEVERITY_ERROR, "id-twice", NULL, _("Feature %llu has the same id. Give each its own."),
                 (unsigned long long) self->numbers[slot]);
      return;
    }
  self->hashes[slot] = hash;
  self->numbers[slot] = (guint32) MIN (self->number, G_MAXUINT32);
  if (++self->n_ids == MAX_IDS)
    _atlas_check_report (self->layer, ATLAS_SEVERITY_WARNING, "too-big", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                         _("Only the first %d ids were compared with each other. Check the file in parts."), MAX_IDS);
}

static void
check_id (Text *self)
{
  if (self->id == NULL)
    {
      if (self->layer->schema != NULL)
        add_issue (self, ATLAS_SEVERITY_ERROR, "id-missing", NULL, "%s",
                   _("It has no “id” beside “type” and “geometry”. Give it one that it keeps."));
      return;
    }
  check_unique (self);
  if (self->layer->schema == NULL)
    return;
  if (self->id_is_number)
    add_issue (self, ATLAS_SEVERITY_WARNING, "id-form", NULL, "%s",
               _("Its id is a number, which may change when the file is saved anew. Make it a text."));
  else if (!g_regex_match (self->id_form, self->id, 0, NULL))
    add_issue (self, ATLAS_SEVERITY_WARNING, "id-form", NULL, "%s",
               _("Its id should have nothing but small letters, digits, dots and hyphens."));
}

/* -- the file ---------------------------------------------------------------------------------------------------- */

static void
check_utf8 (Text *self)
{
  if (self->bad_line == 0)
    return;
  add_issue (self, ATLAS_SEVERITY_ERROR, "encoding", NULL,
             _("Line %llu is not UTF-8. If the file is GB18030, convert it: iconv -f GB18030 -t UTF-8."),
             (unsigned long long) self->bad_line);
  self->bad_line = 0;
}

/* Hands on what was found in the feature, or outside of one. */
static void
flush_issues (Text   *self,
              guint64 number)
{
  g_autofree char *id = self->id != NULL ? _atlas_check_quote (self->id) : NULL;

  check_utf8 (self);
  for (guint i = 0; i < self->issues->len; i++)
    {
      const Issue *issue = &g_array_index (self->issues, Issue, i);

      _atlas_check_report_number (self->layer, issue->severity, issue->rule, number, number > 0 ? id : NULL, issue->field,
                                  issue->message);
    }
  g_array_set_size (self->issues, 0);
}

static void
read_feature (Text *self)
{
  guint64 start = self->line;

  flush_issues (self, 0);
  self->number++;
  g_clear_pointer (&self->id, g_free);
  next (self);
  while (!self->failed && !take (self, '}'))
    {
      if (take (self, ','))
        continue;
      if (peek_token (self) != '"' || !read_string (self) || !take (self, ':'))
        self->failed = TRUE;
      else if (g_str_equal (self->token->str, "id"))
        read_id (self);
      else if (g_str_equal (self->token->str, "properties"))
        read_properties (self);
      else if (g_str_equal (self->token->str, "geometry"))
        read_geometry (self);
      else
        skip_value (self, NULL);
    }
  if (self->failed)
    return;
  if (start != self->line || start == self->last_line)
    {
      if (self->n_unlined++ == 0)
        {
          self->first_unlined = self->number;
          self->first_unlined_line = start;
        }
    }
  self->last_line = self->line;
  check_id (self);
  flush_issues (self, self->number);
}

static void
read_features (Text *self)
{
  self->has_features = TRUE;
  next (self);
  while (!self->failed && !take (self, ']'))
    {
      int byte = peek_token (self);

      if (byte == '{')
        read_feature (self);
      else if (byte == ',')
        next (self);
      else
        skip_value (self, NULL);
    }
}

/* A member of the FeatureCollection. */
static void
read_member (Text *self)
{
  g_autofree char *key = NULL;

  if (!read_string (self) || !take (self, ':'))
    {
      self->failed = TRUE;
      return;
    }
  key = g_strdup (self->token->str);
  if (g_str_equal (key, "features") && peek_token (self) == '[')
    read_features (self);
  else if (g_str_equal (key, "type") && peek_token (self) == '"')
    {
      read_string (self);
      g_free (self->type);
      self->type = g_utf8_make_valid (self->token->str, (gssize) self->token->len);
    }
  else
    skip_value (self, NULL);
}

/* FALSE when it is no JSON object at all. */
static gboolean
read_file (Text *self)
{
  if (peek (self) == 0xef)
    {
      for (guint i = 0; i < 3 && peek (self) >= 0; i++)
        next (self);
      _atlas_check_report (self->layer, ATLAS_SEVERITY_ERROR, "byte-order-mark", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                           _("The file begins with a byte order mark, which many programs stumble over. Save it as UTF-8 "
                             "without one."));
    }
  if (!take (self, '{'))
    return FALSE;
  while (!self->failed && !take (self, '}'))
    if (peek_token (self) == '"')
      read_member (self);
    else if (!take (self, ','))
      self->failed = TRUE;
  g_clear_pointer (&self->id, g_free);
  flush_issues (self, 0);
  return TRUE;
}

static void
report_file (const Text *self)
{
  AtlasCheckLayer *layer = self->layer;

  if (g_strcmp0 (self->type, "FeatureCollection") != 0 && !self->failed)
    _atlas_check_report (layer, ATLAS_SEVERITY_ERROR, "collection", ATLAS_CHECK_LAYER, NULL, NAN, NAN,
                         self->has_features ? _("The file does not say what it is. Write \"type\":\"FeatureCollection\" first.")
                                            : _("The file is not a FeatureCollection. Put its features into one."));
  if (self->n_unlined > 0)
    {
      g_autofree char *message = NULL;

      message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                              "%llu feature has no line of its own, on line %llu. One feature a line makes "
                                              "changes readable.",
                                              "%llu features have no line of their own, the first on line %llu. One feature "
                                              "a line makes changes readable.", (gulong) self->n_unlined),
                                 (unsigned long long) self->n_unlined, (unsigned long long) self->first_unlined_line);
      _atlas_check_report_number (layer, ATLAS_SEVERITY_WARNING, "lines", 0, NULL, NULL, message);
    }
}

void
_atlas_check_text (AtlasCheckLayer *layer,
                   const char      *path)
{
  g_auto (Text) self = { .layer = layer, .fd = -1, .line = 1 };

  /* Never to wait for a FIFO that took the file's place. */
  self.fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (self.fd < 0)
    return;
  self.area = _atlas_check_get_area (layer);
  self.buffer = g_malloc (BUFFER);
  self.token = g_string_new (NULL);
  self.issues = g_array_new (FALSE, FALSE, sizeof (Issue));
  g_array_set_clear_func (self.issues, issue_clear);
  self.id_form = g_regex_new ("^[a-z0-9][a-z0-9.-]*$", G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  if (!read_file (&self))
    return;
  layer->has_text = !self.failed;
  layer->has_no_ids = layer->has_text && self.n_ids == 0;
  report_file (&self);
}
