/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLSX for people who count in a spreadsheet: numbers, dates and truth values are what they are, the head stays in sight and has
 * filters.  A place is two columns, of a line or an area a place on it.  libxlsxwriter writes row by row into a temporary file,
 * so memory does not grow with the rows.  The same features make the same bytes.  A worker. */

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "data/atlas-data-error.h"
#include "data/atlas-export-private.h"

/* What a sheet holds, and a cell, in UTF-16 units. */
#define MOST_ROWS 1048576u
#define MOST_COLUMNS 16384u
#define MOST_UNITS 32767u
#define MOST_NAME 31u

/* More digits than these a spreadsheet does not keep, so longer numbers are texts. */
#define MOST_INTEGER G_GINT64_CONSTANT (999999999999999)

/* The rows whose texts give the widths, and those in letters. */
#define SAMPLE 500
#define NARROW 7
#define WIDE 48

/* The day that ZIP counts from: what says no more of when a file was made than that nobody asked. */
#define NO_TIME 315532800

typedef struct
{
  AtlasExport   *export;
  lxw_workbook  *book;
  lxw_worksheet *sheet;
  lxw_format    *head;
  lxw_format    *day;
  lxw_format    *moment;
  lxw_format    *hour;
  guint          first_field;   /* the column of field 0 */
  lxw_row_t      row;
  double        *widths;        /* letters, for each column */
  gboolean       ids;
  gboolean      *zoned;         /* for each field: has moments that tell their zone, which are written in UTC */
} Sheet;

/* -- texts ------------------------------------------------------------------------------------------------------- */

/* A text that XML and a cell can hold: what they cannot is replaced, what is too long is cut, and says so. */
static char *
dup_cell_text (const char *text,
               gsize       length)
{
  const char *note = _(" … [cut: a cell holds 32,767 characters]");
  const gsize most = MOST_UNITS - (gsize) g_utf8_strlen (note, -1);
  GString *cell = g_string_sized_new (length);
  gsize units = 0, fits = 0;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xfffe || c == 0xffff)
        c = 0xfffd;
      units += c > 0xffff ? 2 : 1;
      if (units > MOST_UNITS)
        {
          g_string_truncate (cell, fits);
          g_string_append (cell, note);
          break;
        }
      g_string_append_unichar (cell, c);
      if (units <= most)
        fits = cell->len;
    }
  return g_string_free (cell, FALSE);
}

/* How wide a text is in letters, as far as it matters. */
static double
measure (const char *text)
{
  double width = 0;

  for (const char *p = text; *p != '\0' && *p != '\n' && width < WIDE; p = g_utf8_next_char (p))
    width += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  return width;
}

static void
note_width (Sheet      *self,
            lxw_col_t   column,
            const char *text)
{
  if (self->row <= SAMPLE)
    self->widths[column] = MAX (self->widths[column], MIN (measure (text) + 2, WIDE));
}

static void
write_text (Sheet      *self,
            lxw_col_t   column,
            const char *text,
            gsize       length,
            lxw_format *format)
{
  g_autofree char *cell = dup_cell_text (text, length);

  note_width (self, column, cell);
  worksheet_write_string (self->sheet, self->row, column, cell, format);
}

/* -- dates ------------------------------------------------------------------------------------------------------- */

/* Whether a moment says in which zone it is: 2024-02-29T12:00:00Z, +08:00. */
static gboolean
has_zone (const char *text)
{
  const char *time = strchr (text, 'T');

  return time != NULL && (strchr (time, 'Z') != NULL || strchr (time, '+') != NULL || strchr (time, '-') != NULL);
}

/* Spreadsheets count days from 1900. */
static gboolean
write_moment (Sheet          *self,
              lxw_col_t       column,
              const char     *text,
              AtlasFieldType  type)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *whole = type == ATLAS_FIELD_DATE   ? g_strconcat (text, "T00:00:00", NULL)
                           : type == ATLAS_FIELD_TIME ? g_strconcat ("2000-01-01T", text, NULL)
                                                      : g_strdup (text);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (g_strdelimit (whole, " ", 'T'), utc);
  g_autoptr (GDateTime) moment = time != NULL ? g_date_time_to_utc (time) : NULL;
  lxw_datetime cell = { 0 };

  if (moment == NULL || g_date_time_get_year (moment) < 1900 || g_date_time_get_year (moment) > 9999)
    return FALSE;
  if (type != ATLAS_FIELD_TIME)
    {
      cell.year = g_date_time_get_year (moment);
      cell.month = g_date_time_get_month (moment);
      cell.day = g_date_time_get_day_of_month (moment);
    }
  if (type != ATLAS_FIELD_DATE)
    {
      cell.hour = g_date_time_get_hour (moment);
      cell.min = g_date_time_get_minute (moment);
      cell.sec = g_date_time_get_seconds (moment);
    }
  note_width (self, column, type == ATLAS_FIELD_DATETIME ? "2000-01-01 00:00:00" : "2000-01-01");
  worksheet_write_datetime (self->sheet, self->row, column, &cell,
                            type == ATLAS_FIELD_DATE ? self->day : type == ATLAS_FIELD_TIME ? self->hour : self->moment);
  return TRUE;
}

/* -- cells ------------------------------------------------------------------------------------------------------- */

static void
write_number (Sheet     *self,
              lxw_col_t  column,
              double     number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    return;
  g_ascii_formatd (text, sizeof text, "%.10g", number);
  note_width (self, column, text);
  worksheet_write_number (self->sheet, self->row, column, number, NULL);
}

static void
write_value (Sheet *self,
             guint  field,
             gsize  feature)
{
  AtlasTable *table = self->export->table;
  const AtlasFieldType type = atlas_table_get_field_type (table, field);
  const lxw_col_t column = (lxw_col_t) (self->first_field + field);
  const char *text;
  gsize length;
  gint64 whole;

  if (atlas_table_is_null (table, field, feature))
    return;
  switch (type)
    {
    case ATLAS_FIELD_BOOLEAN:
      worksheet_write_boolean (self->sheet, self->row, column, (int) atlas_table_get_integer (table, field, feature), NULL);
      return;
    case ATLAS_FIELD_INTEGER:
      whole = atlas_table_get_integer (table, field, feature);
      if (whole >= -MOST_INTEGER && whole <= MOST_INTEGER)
        write_number (self, column, (double) whole);
      else
        {
          g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, whole);

          write_text (self, column, digits, strlen (digits), NULL);
        }
      return;
    case ATLAS_FIELD_REAL:
      write_number (self, column, atlas_table_get_number (table, field, feature));
      return;
    case ATLAS_FIELD_STRING:
    case ATLAS_FIELD_DATE:
    case ATLAS_FIELD_TIME:
    case ATLAS_FIELD_DATETIME:
    case ATLAS_FIELD_LIST:
    case ATLAS_FIELD_JSON:
    default:
      text = atlas_table_get_text (table, field, feature, &length);
      if ((type != ATLAS_FIELD_DATE && type != ATLAS_FIELD_TIME && type != ATLAS_FIELD_DATETIME)
          || !write_moment (self, column, text, type))
        write_text (self, column, text, length, NULL);
    }
}

/* -- the sheet --------------------------------------------------------------------------------------------------- */

/* A column's name that no field has. */
static char *
make_name (AtlasTable *table,
           const char *name)
{
  GString *text = g_string_new (name);

  while (atlas_table_find_field (table, text->str) >= 0)
    g_string_append_c (text, '_');
  return g_string_free (text, FALSE);
}

static void
write_head (Sheet *self)
{
  static const char *const own[] = { "id", "lon", "lat" };
  AtlasTable *table = self->export->table;
  lxw_col_t column = 0;

  for (gsize i = self->ids ? 0 : 1; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *name = make_name (table, own[i]);

      write_text (self, column++, name, strlen (name), self->head);
    }
  self->first_field = column;
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      const char *name = atlas_table_get_field_name (table, field);
      g_autofree char *zoned = self->zoned[field] ? g_strconcat (name, " (UTC)", NULL) : NULL;

      write_text (self, column++, zoned != NULL ? zoned : name, strlen (zoned != NULL ? zoned : name), self->head);
    }
  /* The button of the filter takes room. */
  for (lxw_col_t i = 0; i < column; i++)
    self->widths[i] = MIN (self->widths[i] + 2, WIDE);
}

static void
write_row (Sheet *self,
           gsize  feature)
{
  AtlasTable *table = self->export->table;
  const char *id = self->ids ? atlas_table_get_id (table, feature) : NULL;
  double lon, lat;

  if (id != NULL)
    write_text (self, 0, id, strlen (id), NULL);
  if (atlas_table_get_place (table, feature, &lon, &lat))
    {
      write_number (self, (lxw_col_t) (self->first_field - 2), lon);
      write_number (self, (lxw_col_t) (self->first_field - 1), lat);
    }
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    write_value (self, field, feature);
}

/* What must be known before the first row is written.  Returns: how many rows there will be. */
static gsize
look_through (Sheet *self)
{
  AtlasTable *table = self->export->table;
  gsize n = 0;

  for (gsize i = _atlas_export_next (self->export, 0); i != G_MAXSIZE; i = _atlas_export_next (self->export, i + 1))
    {
      n++;
      self->ids = self->ids || atlas_table_get_id (table, i) != NULL;
      for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
        if (!self->zoned[field] && atlas_table_get_field_type (table, field) == ATLAS_FIELD_DATETIME)
          {
            const char *text = atlas_table_get_text (table, field, i, NULL);

            self->zoned[field] = text != NULL && has_zone (text);
          }
    }
  return n;
}

/* A sheet is called as the layer, as far as that may be. */
static char *
dup_sheet_name (const char *title)
{
  GString *name = g_string_new (NULL);
  gsize units = 0;

  for (const char *p = title; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      units += c > 0xffff ? 2 : 1;
      if (units > MOST_NAME)
        break;
      g_string_append_unichar (name, c < 0x20 || (c < 0x80 && strchr ("[]:*?/\\'", (int) c) != NULL) ? '_' : c);
    }
  /* A name that Excel keeps for itself. */
  if (name->len == 0 || g_ascii_strcasecmp (name->str, "history") == 0)
    g_string_assign (name, "Sheet1");
  return g_string_free (name, FALSE);
}

static gboolean
fits (AtlasExport *export,
      gsize        n_rows,
      guint        n_columns)
{
  if (n_rows + 1 <= MOST_ROWS && n_columns <= MOST_COLUMNS)
    return TRUE;
  if (n_rows + 1 > MOST_ROWS)
    {
      g_autofree char *count = g_strdup_printf ("%" G_GSIZE_FORMAT, n_rows);

      g_set_error (&export->error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                   _("%s features do not fit: a sheet of XLSX holds %u rows below its head. Filter or select fewer, or save as CSV."),
                   count, MOST_ROWS - 1);
    }
  else
    g_set_error (&export->error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_TOO_BIG,
                 _("%u columns do not fit: a sheet of XLSX holds %u. Save as CSV."), n_columns, MOST_COLUMNS);
  return FALSE;
}

static void
fill (Sheet *self)
{
  AtlasExport *export = self->export;
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  g_autofree char *name = dup_sheet_name (export->title), *title = dup_cell_text (export->title, strlen (export->title));
  /* Excel takes 255 characters of a title. */
  g_autofree char *subject = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), 255));
  lxw_doc_properties properties = { .title = subject, .created = NO_TIME };
  guint n_columns;

  if (epoch != NULL && g_ascii_strtoll (epoch, NULL, 10) > 0)
    properties.created = (time_t) g_ascii_strtoll (epoch, NULL, 10);
  workbook_set_properties (self->book, &properties);
  self->sheet = workbook_add_worksheet (self->book, name);
  self->head = workbook_add_format (self->book);
  format_set_bold (self->head);
  self->day = workbook_add_format (self->book);
  format_set_num_format (self->day, "yyyy-mm-dd");
  self->moment = workbook_add_format (self->book);
  format_set_num_format (self->moment, "yyyy-mm-dd hh:mm:ss");
  self->hour = workbook_add_format (self->book);
  format_set_num_format (self->hour, "hh:mm:ss");
  write_head (self);
  n_columns = self->first_field + atlas_table_get_n_fields (export->table);
  for (gsize i = _atlas_export_next (export, 0); i != G_MAXSIZE; i = _atlas_export_next (export, i + 1))
    {
      self->row++;
      write_row (self, i);
    }
  for (guint i = 0; i < n_columns; i++)
    worksheet_set_column (self->sheet, (lxw_col_t) i, (lxw_col_t) i, CLAMP (self->widths[i], NARROW, WIDE), NULL);
  worksheet_freeze_panes (self->sheet, 1, 0);
  worksheet_autofilter (self->sheet, 0, 0, self->row, (lxw_col_t) (n_columns - 1));
}

static void
explain (AtlasExport *export,
         lxw_error    cause)
{
  const int code = errno;

  if (code == ENOSPC || cause == LXW_ERROR_CREATING_TMPFILE || cause == LXW_ERROR_ZIP_FILE_OPERATION)
    g_set_error (&export->error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
                 _("Nothing was saved: there is no room for the temporary files in “%s”. Make room there."), g_get_tmp_dir ());
  else
    g_set_error (&export->error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _("Nothing was saved: %s"), lxw_strerror (cause));
}

/* Has the library write its file, and takes that as text. */
static void
write_book (Sheet      *self,
            const char *path)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  g_autofree char *text = NULL, *folder = g_strdup (g_get_tmp_dir ());
  gsize length = 0;
  lxw_error cause;

  options.tmpdir = folder;
  self->book = workbook_new_opt (path, &options);
  if (self->book == NULL)
    {
      explain (self->export, LXW_ERROR_MEMORY_MALLOC_FAILED);
      return;
    }
  fill (self);
  errno = 0;
  cause = workbook_close (self->book);
  if (cause != LXW_NO_ERROR)
    explain (self->export, cause);
  else if (g_file_get_contents (path, &text, &length, &self->export->error))
    g_string_append_len (self->export->out, text, (gssize) length);
}

void
_atlas_export_xlsx (AtlasExport *self)
{
  const guint n_fields = atlas_table_get_n_fields (self->table);
  g_autofree double *widths = g_new0 (double, n_fields + 3);
  g_autofree gboolean *zoned = g_new0 (gboolean, n_fields + 1);
  g_autofree char *path = NULL;
  Sheet sheet = { .export = self, .widths = widths, .zoned = zoned };
  const gsize n_rows = look_through (&sheet);
  /* The library prints numbers as the locale has them. */
  locale_t plain, before;
  int file;

  if (!fits (self, n_rows, n_fields + 3))
    return;
  file = g_file_open_tmp ("atlas-XXXXXX.xlsx", &path, &self->error);
  if (file < 0)
    return;
  close (file);
  plain = newlocale (LC_NUMERIC_MASK, "C", (locale_t) 0);
  before = plain != (locale_t) 0 ? uselocale (plain) : (locale_t) 0;
  write_book (&sheet, path);
  if (plain != (locale_t) 0)
    {
      uselocale (before);
      freelocale (plain);
    }
  g_unlink (path);
}
