/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finishing a PDF that cairo wrote.  C++ because libqpdf is; nothing of it leaves this file, no exception either.  Any thread.
 *
 * Georeferencing: each page gets a viewport (the map's frame) with a measure dictionary that gives the places of its corners and
 * the system, by EPSG code and by Esri's WKT, as Acrobat and GDAL read them.
 *
 * Marks: cairo wraps what atlas-paper-marks.c marked into "/Sect << /MCID n >> BDC … EMC", a piece of a structure tree that says
 * nothing else.  Those of layers become "/OC /ocN BDC … EMC", those of names "/Span << /ActualText (…) >> BDC … EMC"; the tree
 * goes. */

#include "layout/atlas-pdf-finish.h"

#include "layout/atlas-pdf-tidy.hh"

/* The names of today, not those before std::shared_ptr. */
#define POINTERHOLDER_TRANSITION 4

#include <cerrno>
#include <cmath>
#include <cstring>
#include <map>
#include <string>
#include <system_error>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace
{

using Layers = std::map<std::string, QPDFObjectHandle>;

QPDFObjectHandle
number (double value,
        int    digits)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const std::string format = "%." + std::to_string (digits) + "f";

  return QPDFObjectHandle::newReal (g_ascii_formatd (buffer, sizeof buffer, format.c_str (), value));
}

QPDFObjectHandle
numbers (const double *values,
         gsize         n,
         int           digits)
{
  QPDFObjectHandle array = QPDFObjectHandle::newArray ();

  for (gsize i = 0; i < n; i++)
    array.appendItem (number (values[i], digits));
  return array;
}

/* The page's viewport: the map's frame and where it lies on the earth. */
void
add_place (QPDF                &pdf,
           QPDFObjectHandle     page,
           const AtlasPdfPage  &wanted)
{
  static const double square[] = { 0, 0, 0, 1, 1, 1, 1, 0 };
  char *wkt = atlas_crs_dup_wkt (wanted.crs, TRUE);
  const char *code = atlas_crs_get_code (wanted.crs);
  QPDFObjectHandle system = QPDFObjectHandle::newDictionary (), measure = QPDFObjectHandle::newDictionary ();
  QPDFObjectHandle viewport = QPDFObjectHandle::newDictionary (), viewports = QPDFObjectHandle::newArray ();

  system.replaceKey ("/Type", QPDFObjectHandle::newName ("/PROJCS"));
  if (g_str_has_prefix (code, "EPSG:"))
    system.replaceKey ("/EPSG", QPDFObjectHandle::newInteger (g_ascii_strtoll (code + 5, nullptr, 10)));
  if (wkt != nullptr)
    system.replaceKey ("/WKT", QPDFObjectHandle::newString (wkt));
  g_free (wkt);

  measure.replaceKey ("/Type", QPDFObjectHandle::newName ("/Measure"));
  measure.replaceKey ("/Subtype", QPDFObjectHandle::newName ("/GEO"));
  measure.replaceKey ("/Bounds", numbers (square, G_N_ELEMENTS (square), 0));
  measure.replaceKey ("/LPTS", numbers (square, G_N_ELEMENTS (square), 0));
  measure.replaceKey ("/GPTS", numbers (wanted.places, G_N_ELEMENTS (wanted.places), 11));
  measure.replaceKey ("/GCS", pdf.makeIndirectObject (system));

  viewport.replaceKey ("/Type", QPDFObjectHandle::newName ("/Viewport"));
  viewport.replaceKey ("/BBox", numbers (wanted.bbox, G_N_ELEMENTS (wanted.bbox), 4));
  viewport.replaceKey ("/Measure", pdf.makeIndirectObject (measure));
  if (wanted.name != nullptr)
    viewport.replaceKey ("/Name", QPDFObjectHandle::newUnicodeString (wanted.name));
  viewports.appendItem (viewport);
  page.replaceKey ("/VP", viewports);
}

/* The group of a title; the same for all pages. */
QPDFObjectHandle
get_group (QPDF                          &pdf,
           const char                    *title,
           Layers                        &layers,
           std::vector<QPDFObjectHandle> &order)
{
  auto known = layers.find (title);

  if (known != layers.end ())
    return known->second;

  QPDFObjectHandle group = QPDFObjectHandle::newDictionary ();

  group.replaceKey ("/Type", QPDFObjectHandle::newName ("/OCG"));
  group.replaceKey ("/Name", QPDFObjectHandle::newUnicodeString (title));
  group = pdf.makeIndirectObject (group);
  layers[title] = group;
  order.push_back (group);
  return group;
}

const AtlasPaperNote &
get_note (const AtlasPdfPage &wanted,
          gsize               n)
{
  return g_array_index (wanted.notes, AtlasPaperNote, n);
}

/* What the layers of a page are called in its drawing. */
using Names = std::map<std::string, std::string>;

/* What stands for a note's mark; as many pieces begin as are returned in @n_open. */
std::string
replace_mark (const AtlasPaperNote &note,
              const Names          &names,
              int                  &n_open)
{
  std::string replaced;

  n_open = 0;
  if (note.layer != nullptr)
    {
      replaced = "/OC " + names.at (note.layer) + " BDC\n";
      n_open++;
    }
  if (note.mark == ATLAS_PAPER_TEXT)
    {
      replaced += "/Span << /ActualText " + QPDFObjectHandle::newUnicodeString (note.text).unparseBinary () + " >> BDC\n";
      n_open++;
    }
  return replaced;
}

/* Whether a line of the drawing is the mark of @note. */
bool
is_mark (const char           *line,
         gsize                 length,
         const AtlasPaperNote &note)
{
  const std::string tag = std::string ("/") + atlas_paper_mark_get_tag (note.mark) + " << /MCID ";

  return length > tag.size () && std::memcmp (line, tag.data (), tag.size ()) == 0;
}

bool
ends_with (const char *line,
           gsize       length,
           const char *end)
{
  const gsize n = std::strlen (end);

  return length >= n && std::memcmp (line + length - n, end, n) == 0;
}

/* Replaces the marks in a page's drawing.  cairo gives each beginning and each end a line of its own, and no line of a string
 * looks like one.  Returns: FALSE, when the marks are not those that were noted. */
bool
replace_marks (const char         *text,
               gsize               size,
               const AtlasPdfPage &wanted,
               const Names        &names,
               std::string        &replaced)
{
  std::vector<int> open;
  gsize n = 0;

  for (gsize at = 0, next; at < size; at = next)
    {
      const char *line = text + at;
      const void *end = std::memchr (line, '\n', size - at);
      const gsize length = end != nullptr ? static_cast<gsize> (static_cast<const char *> (end) - line) : size - at;

      next = at + length + 1;
      if (ends_with (line, length, " BDC"))
        {
          int n_open = 1;

          if (n < wanted.notes->len && is_mark (line, length, get_note (wanted, n)))
            replaced += replace_mark (get_note (wanted, n++), names, n_open);
          else
            replaced.append (line, length).append ("\n");
          open.push_back (n_open);
        }
      else if (length == 3 && std::memcmp (line, "EMC", 3) == 0)
        {
          if (open.empty ())
            return false;
          for (int i = 0; i < open.back (); i++)
            replaced += "EMC\n";
          open.pop_back ();
        }
      else
        replaced.append (line, length).append ("\n");
    }
  return n == wanted.notes->len && open.empty ();
}

/* Makes layers and whole names of the marks on a page.  Returns: the drawing; @text itself when they are not as they were noted. */
std::string
add_marks (QPDF                          &pdf,
           QPDFObjectHandle               resources,
           const std::string             &text,
           const AtlasPdfPage            &wanted,
           Layers                        &layers,
           std::vector<QPDFObjectHandle> &order)
{
  QPDFObjectHandle properties = QPDFObjectHandle::newDictionary ();
  std::string replaced;
  Names names;

  if (wanted.notes == nullptr || wanted.notes->len == 0)
    return text;
  for (guint i = 0; i < wanted.notes->len; i++)
    {
      const char *layer = get_note (wanted, i).layer;

      if (layer != nullptr && names.find (layer) == names.end ())
        {
          const std::string name = "/oc" + std::to_string (names.size ());

          names[layer] = name;
          properties.replaceKey (name, get_group (pdf, layer, layers, order));
        }
    }
  if (!replace_marks (text.data (), text.size (), wanted, names, replaced))
    {
      g_warning ("The marks of a page are not those that were noted: it has no layers.");
      return text;
    }
  if (!names.empty ())
    resources.replaceKey ("/Properties", properties);
  return replaced;
}

/* Writes the drawing shorter. */
std::string
tidy (QPDFObjectHandle   resources,
      const std::string &text)
{
  QPDFObjectHandle known = resources.getKey ("/ExtGState");
  AtlasPdfStates states;

  if (!known.isDictionary ())
    return atlas_pdf_tidy (text, states);
  for (const auto &name : known.getKeys ())
    {
      QPDFObjectHandle state = known.getKey (name);

      if (state.isDictionary () && state.getKeys ().size () == 2 && state.getKey ("/CA").isNumber () && state.getKey ("/ca").isNumber ())
        states[name] = { state.getKey ("/ca").getNumericValue (), state.getKey ("/CA").getNumericValue () };
    }

  const std::string tidied = atlas_pdf_tidy (text, states);

  for (const auto &state : states)
    if (!known.hasKey (state.first))
      {
        QPDFObjectHandle added = QPDFObjectHandle::newDictionary ();

        added.replaceKey ("/CA", number (state.second.stroke, 4));
        added.replaceKey ("/ca", number (state.second.fill, 4));
        known.replaceKey (state.first, added);
      }
  return tidied;
}

void
finish_drawing (QPDF                          &pdf,
                QPDFPageObjectHelper          &page,
                const AtlasPdfPage            &wanted,
                Layers                        &layers,
                std::vector<QPDFObjectHandle> &order)
{
  QPDFObjectHandle contents = page.getObjectHandle ().getKey ("/Contents");
  QPDFObjectHandle resources = page.getAttribute ("/Resources", true);

  if (!contents.isStream () || !resources.isDictionary ())
    return;

  auto data = contents.getStreamData ();
  const std::string text (reinterpret_cast<const char *> (data->getBuffer ()), data->getSize ());

  contents.replaceStreamData (tidy (resources, add_marks (pdf, resources, text, wanted, layers, order)), QPDFObjectHandle::newNull (),
                              QPDFObjectHandle::newNull ());
}

/* The tree that cairo's marks made. */
void
remove_structure (QPDF &pdf)
{
  QPDFObjectHandle root = pdf.getRoot ();

  root.removeKey ("/StructTreeRoot");
  root.removeKey ("/MarkInfo");
  for (auto &page : QPDFPageDocumentHelper (pdf).getAllPages ())
    {
      page.getObjectHandle ().removeKey ("/StructParents");
      for (auto &annotation : page.getAnnotations ())
        annotation.getObjectHandle ().removeKey ("/StructParent");
    }
}

void
add_groups (QPDF                                &pdf,
            const std::vector<QPDFObjectHandle> &order)
{
  QPDFObjectHandle properties = QPDFObjectHandle::newDictionary (), defaults = QPDFObjectHandle::newDictionary ();
  QPDFObjectHandle shown = QPDFObjectHandle::newArray ();

  if (order.empty ())
    return;
  /* Lists of layers begin with the uppermost. */
  for (auto group = order.rbegin (); group != order.rend (); ++group)
    shown.appendItem (*group);
  defaults.replaceKey ("/Order", shown);
  defaults.replaceKey ("/ON", shown.shallowCopy ());
  properties.replaceKey ("/OCGs", shown.shallowCopy ());
  properties.replaceKey ("/D", defaults);
  pdf.getRoot ().replaceKey ("/OCProperties", properties);
}

void
finish (FILE               *draft,
        const AtlasPdfPage *pages,
        gsize               n_pages,
        FILE               *out)
{
  QPDF pdf;
  Layers layers;
  std::vector<QPDFObjectHandle> order;
  gsize i = 0;

  pdf.setSuppressWarnings (true);
  pdf.processFile ("draft", draft, false);
  for (auto &page : QPDFPageDocumentHelper (pdf).getAllPages ())
    {
      if (i == n_pages)
        break;
      const AtlasPdfPage &wanted = pages[i++];

      if (wanted.crs != nullptr)
        add_place (pdf, page.getObjectHandle (), wanted);
      finish_drawing (pdf, page, wanted, layers, order);
    }
  remove_structure (pdf);
  add_groups (pdf, order);

  QPDFWriter writer (pdf);

  writer.setOutputFile ("out", out, false);
  /* Georeferencing came with Adobe's third extension of PDF 1.7. */
  writer.setMinimumPDFVersion ("1.7", 3);
  writer.setObjectStreamMode (qpdf_o_generate);
  writer.setCompressStreams (true);
  writer.setDeterministicID (true);
  writer.write ();
}

} // namespace

gboolean
atlas_pdf_finish (FILE                *draft,
                  const AtlasPdfPage  *pages,
                  gsize                n_pages,
                  FILE                *out,
                  GError             **error)
{
  errno = 0;
  if (fflush (draft) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s", g_strerror (errno));
      return FALSE;
    }
  rewind (draft);
  try
    {
      finish (draft, pages, n_pages, out);
      if (ferror (out) == 0)
        return TRUE;
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s", g_strerror (errno));
    }
  catch (const std::system_error &problem)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (problem.code ().value ()), "%s",
                   g_strerror (problem.code ().value ()));
    }
  catch (const std::exception &problem)
    {
      if (ferror (out) != 0 && errno != 0)
        g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s", g_strerror (errno));
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", problem.what ());
    }
  return FALSE;
}
