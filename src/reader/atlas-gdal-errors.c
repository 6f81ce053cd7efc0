/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasGdalErrors: GDAL's messages are for programmers; this makes a sentence of them for a person, in their language: which
 * file, what it is, where it is broken, what to do.  One thread (GDAL's handlers are per thread). */

#include "reader/atlas-gdal-errors.h"

#include <cpl_error.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/atlas-data-error.h"

#define HEAD_SIZE 4096

struct _AtlasGdalErrors
{
  guint    count;
  char    *first;
  char    *last;           /* stays when the texts are cleared */
  char    *position;       /* the first one that says where in the file */
  gboolean out_of_memory;
};

static void CPL_STDCALL
collect (CPLErr      level,
         CPLErrorNum number,
         const char *message)
{
  AtlasGdalErrors *self = CPLGetErrorHandlerUserData ();

  if (level < CE_Failure || strstr (message, "not recognized as") != NULL)
    return;
  self->count++;
  self->out_of_memory |= number == CPLE_OutOfMemory;
  if (self->first == NULL)
    self->first = g_utf8_make_valid (message, -1);
  g_free (self->last);
  self->last = g_utf8_make_valid (message, -1);
  if (self->position == NULL && g_str_has_prefix (message, "At line "))
    self->position = g_utf8_make_valid (message, -1);
}

AtlasGdalErrors *
atlas_gdal_errors_new (void)
{
  AtlasGdalErrors *self = g_new0 (AtlasGdalErrors, 1);

  CPLPushErrorHandlerEx (collect, self);
  return self;
}

void
atlas_gdal_errors_free (AtlasGdalErrors *self)
{
  CPLPopErrorHandler ();
  g_free (self->first);
  g_free (self->last);
  g_free (self->position);
  g_free (self);
}

guint
atlas_gdal_errors_get_count (AtlasGdalErrors *self)
{
  return self->count;
}

const char *
atlas_gdal_errors_get_first (AtlasGdalErrors *self)
{
  return self->first;
}

void
atlas_gdal_errors_clear (AtlasGdalErrors *self)
{
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->position, g_free);
}

/* The file's first bytes with blanks and a byte-order mark left out, NUL-terminated. */
static void
read_head (const char *path,
           char        head[HEAD_SIZE + 1])
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t n = fd >= 0 ? read (fd, head, HEAD_SIZE) : 0;
  gsize start = 0;

  if (fd >= 0)
    close (fd);
  n = MAX (n, 0);
  head[n] = '\0';
  if (g_str_has_prefix (head, "\357\273\277"))
    start = 3;
  while (g_ascii_isspace (head[start]))
    start++;
  memmove (head, head + start, n - start + 1);
}

static gboolean
begins (const char *head,
        const char *text)
{
  return g_ascii_strncasecmp (head, text, strlen (text)) == 0;
}

/* A sentence on a file that is something else altogether, or NULL. */
static const char *
explain_kind (const char *head)
{
  if (begins (head, "<!doctype html") || begins (head, "<html") || strstr (head, "<html") != NULL)
    return _("“%s” is a web page, not a map file. Perhaps a login or error page was saved in place of the download.");
  if (strstr (head, "<OGRVRT") != NULL || begins (head, "<VRTDataset"))
    return _("“%s” holds no map data but only refers to other files or servers; such files are not read. "
             "Open the file that it refers to.");
  if (begins (head, "PK\003\004") || begins (head, "\037\213") || begins (head, "Rar!") || begins (head, "7z\274\257"))
    return _("“%s” is a packed file. Unpack it and open the map file in it.");
  if (begins (head, "\211PNG") || begins (head, "\377\330\377") || begins (head, "GIF8") || begins (head, "BM6")
      || begins (head, "II*") || begins (head, "MM\0*"))
    return _("“%s” is a picture, not a file of map features.");
  if (begins (head, "%PDF"))
    return _("“%s” is a PDF document, not a file of map features.");
  return NULL;
}

/* What the texts of GDAL's JSON reader and of expat mean. */
static const char *
translate (const char *message)
{
  const struct { const char *said; const char *meant; } table[] = {
    { "Too many nested objects", N_("it is nested too deeply") },
    { "Unterminated string", N_("the file ends within a text; its end is missing") },
    { "Unterminated array", N_("the file ends within a list; its end is missing") },
    { "Unterminated object", N_("the file ends within an object; its end is missing") },
    { "parsing error: continue", N_("the end of the file is missing") },
    { "nesting too deep", N_("it is nested too deeply") },
    { "unexpected", N_("something is missing or does not belong there") },
    { "no element found", N_("the end of the file is missing") },
    { "unclosed token", N_("the end of the file is missing") },
    { "mismatched tag", N_("elements are not closed in the order in which they were opened") },
    { "not well-formed", N_("a character does not belong there") },
    { "undefined entity", N_("it uses a character entity that is not defined") },
    { "million laugh", N_("its entities grow without end, which is an attack") },
    { "Unexpected end", N_("the end of the file is missing") },
    { "EOF", N_("the end of the file is missing") },
    { "Unexpected character", N_("a character does not belong there") },
    { "Unexpected", N_("something is missing or does not belong there") },
    { "Too many characters", N_("a text is too long") },
    { "Too many members", N_("an object has too many members") },
    { "malformed", N_("the database in it is damaged") },
    { "file is not a database", N_("it is no database") },
    { "Failed to read header", N_("its header is damaged") },
    { "Header failed", N_("its header is damaged") },
    { "JSON parsing error", N_("something is missing or does not belong there") },
    { "unknown encoding", N_("its encoding is not known; save it as UTF-8") },
    { ".shx file", N_("its index (.shx) is damaged") },
    { "from .shp file", N_("the .shp file ends before this feature") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (strstr (message, table[i].said) != NULL)
      return _(table[i].meant);
  return NULL;
}

/* "At line 10, character 29: Unterminated string", as GDAL's JSON reader says, or "… failed : unclosed token at line 59,
 * column 2", as expat does.  The result is "line 10, character 29: …". */
static char *
explain_position (const char *message)
{
  unsigned long long line, column;
  const char *meaning = translate (message);
  const char *where = strstr (message, " at line ");

  if (sscanf (message, "At line %llu, character %llu: ", &line, &column) == 2)
    meaning = meaning != NULL ? meaning : strstr (message, ": ") + 2;
  else if (where == NULL || sscanf (where, " at line %llu, column %llu", &line, &column) != 2)
    return NULL;
  else
    column++;   /* expat counts from 0 */
  return g_strdup_printf (_("line %llu, character %llu: %s"), line, column, meaning != NULL ? meaning : message);
}

char *
atlas_gdal_errors_dup_meaning (AtlasGdalErrors *self)
{
  const char *message = self->position != NULL ? self->position : self->first != NULL ? self->first : self->last;
  const char *meaning;
  char *text;

  if (message == NULL)
    return NULL;
  text = explain_position (message);
  if (text != NULL)
    return text;
  meaning = translate (message);
  if (meaning != NULL)
    return g_strdup (meaning);
  /* It becomes a part of a sentence, which has its own full stop. */
  text = g_strchomp (g_strdup (message));
  if (g_str_has_suffix (text, "."))
    text[strlen (text) - 1] = '\0';
  return text;
}

void
atlas_gdal_errors_explain_open (AtlasGdalErrors *self,
                                const char      *path,
                                GError         **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;
  g_autofree char *meaning = atlas_gdal_errors_dup_meaning (self);
  char head[HEAD_SIZE + 1];
  const char *kind;

  read_head (path, head);
  kind = explain_kind (head);
  if (self->out_of_memory)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                 _("“%s” needs more memory than a reader may have. Split it into smaller files."), name);
  else if (kind != NULL)
    {
      g_auto (GStrv) halves = g_strsplit (kind, "%s", 2);

      text = g_strconcat (halves[0], name, halves[0] != NULL ? halves[1] : NULL, NULL);
      g_set_error_literal (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT, text);
    }
  else if (meaning != NULL)
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
                 _("“%s” is broken: %s. Get the file anew from where it came from."), name, meaning);
  else if (head[0] == '{' || head[0] == '[')
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
                 _("“%s” is JSON, or broken JSON, but no GeoJSON or TopoJSON: it has no features."), name);
  else
    g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_FORMAT,
                 _("“%s” is not a map file of a kind that can be read: GeoJSON, TopoJSON, KML, GPX, Shapefile, GeoPackage, "
                   "FlatGeobuf, GML, or a CSV table with longitude and latitude columns."), name);
}
