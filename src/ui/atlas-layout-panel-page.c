/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows about the page: its template and paper, and the texts that an institute puts on its maps.  Main thread. */

#include "ui/atlas-layout-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "layout/atlas-page-template.h"
#include "ui/atlas-layout-rows.h"

static const char *const papers[] = { "A4", "A3", "A2", "A1", "A0" };

/* What a page may say of itself, in the order of the rows. */
static const struct
{
  const char *name;
  const char *title;
  const char *hint;
} fields[ATLAS_LAYOUT_N_FIELDS] = {
  { "maker", N_("Compiled By"), N_("The institute") },
  { "review", N_("Review Number"), N_("Empty: for internal use only") },
  { "secrecy", N_("Classification"), N_("Public, internal …") },
  { "date", N_("Date"), N_("Today") },
  { "note", N_("Note"), NULL },
  { "source", N_("Source"), NULL },
};

/* Changing the page. */

/* Puts a page whose paper was changed in place, its elements laid out anew; or says why there is no room. */
static void
take_paper (AtlasLayoutPanel *self,
            AtlasPage        *page,
            const char       *step,
            const char       *key)
{
  g_autoptr (AtlasPage) taken = page;
  g_autoptr (GError) error = NULL;

  if (atlas_page_template_arrange (taken, &error))
    {
      atlas_page_editor_take (self->editor, g_steal_pointer (&taken), step, key);
      return;
    }
  _atlas_layout_panel_say (self, error->message);
  self->updating = TRUE;
  _atlas_layout_panel_fill_page (self);
  self->updating = FALSE;
}

static void
on_template (AtlasLayoutPanel *self)
{
  static const char *const kept[] = { "crs", "fit", "layer" };
  static const char *const kept_numbers[] = { "lon", "lat", "scale", "rotation" };
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->template_list));
  AtlasPage *before = atlas_page_editor_get_page (self->editor);
  const char *from = atlas_page_get_main_map (before), *to;
  g_autoptr (AtlasPage) page = NULL;
  g_autoptr (GArray) extent = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;

  if (self->updating || chosen == GTK_INVALID_LIST_POSITION)
    return;
  page = atlas_page_new_from_template (atlas_page_template_list ()[chosen], atlas_page_get_width (before), atlas_page_get_height (before),
                                       &error);
  if (page == NULL)
    {
      _atlas_layout_panel_say (self, error->message);
      return;
    }
  atlas_page_set_name (page, atlas_page_get_name (before));
  atlas_page_set_title (page, atlas_page_get_title (before));
  names = atlas_page_dup_fields (before);
  for (char **name = names; *name != NULL; name++)
    atlas_page_set_field (page, *name, atlas_page_get_field (before, *name));
  to = atlas_page_get_main_map (page);
  if (from != NULL && to != NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
        atlas_page_set_text (page, to, kept[i], atlas_page_get_text (before, from, kept[i]));
      for (guint i = 0; i < G_N_ELEMENTS (kept_numbers); i++)
        atlas_page_set_number (page, to, kept_numbers[i], atlas_page_get_number (before, from, kept_numbers[i]));
      extent = atlas_page_dup_numbers (before, from, "extent");
      if (extent->len > 0)
        atlas_page_set_numbers (page, to, "extent", (const double *) (void *) extent->data, extent->len);
      atlas_page_set_boolean (page, to, "standard", atlas_page_get_boolean (before, from, "standard"));
    }
  atlas_page_editor_take (self->editor, g_steal_pointer (&page), _("Template"), NULL);
}

static void
set_size (AtlasLayoutPanel *self,
          double            width,
          double            height,
          const char       *step,
          const char       *key)
{
  AtlasPage *page = atlas_page_editor_begin (self->editor);

  atlas_page_set_size (page, width, height);
  take_paper (self, page, step, key);
}

static void
on_paper (AtlasLayoutPanel *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const gboolean landscape = atlas_page_get_width (page) > atlas_page_get_height (page);
  const guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->paper));
  double width, height;

  if (self->updating || chosen == GTK_INVALID_LIST_POSITION)
    return;
  gtk_widget_set_visible (self->size_row, chosen == G_N_ELEMENTS (papers));
  if (chosen < G_N_ELEMENTS (papers) && atlas_paper_parse (papers[chosen], &width, &height, NULL))
    set_size (self, landscape ? height : width, landscape ? width : height, _("Paper"), NULL);
}

static void
on_size (AtlasLayoutPanel *self)
{
  if (!self->updating)
    set_size (self, gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->width)), gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->height)),
              _("Paper"), "paper-size");
}

static void
on_orientation (AtlasLayoutPanel *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const double width = atlas_page_get_width (page), height = atlas_page_get_height (page);
  const gboolean landscape = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->landscape));

  if (!self->updating && width != height && landscape != (width > height))
    set_size (self, height, width, _("Orientation"), NULL);
}

static void
on_margin (AtlasLayoutPanel *self)
{
  AtlasPage *page;
  double margins[4];

  if (self->updating)
    return;
  for (guint i = 0; i < 4; i++)
    margins[i] = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->margins[i]));
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_margins (page, margins);
  take_paper (self, page, _("Margins"), "margins");
}

static void
on_title (AtlasLayoutPanel *self)
{
  AtlasPage *page;

  if (self->updating)
    return;
  page = atlas_page_editor_begin (self->editor);
  atlas_page_set_title (page, gtk_editable_get_text (GTK_EDITABLE (self->title)));
  atlas_page_editor_take (self->editor, page, _("Map Title"), "title");
}

static void
on_field (AtlasLayoutPanel *self,
          GtkWidget        *entry)
{
  for (guint i = 0; i < ATLAS_LAYOUT_N_FIELDS && !self->updating; i++)
    if (self->fields[i] == entry)
      {
        AtlasPage *page = atlas_page_editor_begin (self->editor);
        const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

        /* Without a date of its own a page has that of the day. */
        atlas_page_set_field (page, fields[i].name, *text == '\0' && g_str_equal (fields[i].name, "date") ? NULL : text);
        atlas_page_editor_take (self->editor, page, _(fields[i].title), fields[i].name);
      }
}

/* Filling the rows. */

void
_atlas_layout_panel_fill_page (AtlasLayoutPanel *self)
{
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  const double width = atlas_page_get_width (page), height = atlas_page_get_height (page);
  const char *paper = atlas_paper_get_name (width, height), *name = atlas_page_get_template (page);
  const char *const *names = atlas_page_template_list ();
  guint found = GTK_INVALID_LIST_POSITION;
  double margins[4];

  for (guint i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (names[i], name) == 0)
      found = i;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->template_list), found);
  found = G_N_ELEMENTS (papers);
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    if (g_strcmp0 (papers[i], paper) == 0)
      found = i;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->paper), found);
  gtk_widget_set_visible (self->size_row, found == G_N_ELEMENTS (papers));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->width), width);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->height), height);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (width > height ? self->landscape : self->portrait), TRUE);
  atlas_page_get_margins (page, margins);
  for (guint i = 0; i < 4; i++)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->margins[i]), margins[i]);
  atlas_layout_set_text (GTK_EDITABLE (self->title), atlas_page_get_title (page));
  for (guint i = 0; i < ATLAS_LAYOUT_N_FIELDS; i++)
    atlas_layout_set_text (GTK_EDITABLE (self->fields[i]), atlas_page_get_field (page, fields[i].name));
}

gboolean
atlas_layout_panel_edit_field (AtlasLayoutPanel *self,
                               const char       *name)
{
  GtkWidget *entry = g_str_equal (name, "title") ? self->title : NULL;

  for (guint i = 0; i < ATLAS_LAYOUT_N_FIELDS; i++)
    if (g_str_equal (fields[i].name, name))
      entry = self->fields[i];
  if (entry == NULL)
    return FALSE;
  adw_view_stack_set_visible_child_name (self->stack, "page");
  return gtk_widget_grab_focus (entry);
}

/* Making them. */

static GtkWidget *
make_template_list (AtlasLayoutPanel *self)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  GtkWidget *list;

  for (const char *const *name = atlas_page_template_list (); *name != NULL; name++)
    g_ptr_array_add (titles, (char *) atlas_page_template_get_title (*name));
  g_ptr_array_add (titles, NULL);
  list = atlas_layout_drop_down_new ((const char *const *) titles->pdata);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (on_template), self);
  return list;
}

static GtkWidget *
make_orientation (AtlasLayoutPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->portrait = gtk_toggle_button_new_with_label (_("Portrait"));
  self->landscape = gtk_toggle_button_new_with_label (_("Landscape"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->landscape), GTK_TOGGLE_BUTTON (self->portrait));
  gtk_widget_set_hexpand (self->portrait, TRUE);
  gtk_widget_set_hexpand (self->landscape, TRUE);
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), self->portrait);
  gtk_box_append (GTK_BOX (box), self->landscape);
  g_signal_connect_swapped (self->landscape, "toggled", G_CALLBACK (on_orientation), self);
  return box;
}

static GtkWidget *
make_margins (AtlasLayoutPanel *self)
{
  static const char *const titles[4] = { N_("Top"), N_("Right"), N_("Bottom"), N_("Left") };
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (int i = 0; i < 4; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (_(titles[i]));

      self->margins[i] = atlas_layout_spin_new (0.0, 500.0, 1.0, 0);
      gtk_widget_set_hexpand (self->margins[i], TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_widget_add_css_class (label, "layout-note");
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->margins[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, _(titles[i]), -1);
      g_signal_connect_swapped (self->margins[i], "value-changed", G_CALLBACK (on_margin), self);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), self->margins[i]);
      gtk_grid_attach (GTK_GRID (grid), box, i % 2, i / 2, 1, 1);
    }
  return grid;
}

static GtkWidget *
make_entry (AtlasLayoutPanel *self,
            const char       *hint,
            GCallback         callback)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  if (hint != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), hint);
  g_signal_connect_swapped (entry, "changed", callback, self);
  return entry;
}

GtkWidget *
_atlas_layout_panel_make_page (AtlasLayoutPanel *self)
{
  const char *const paper_titles[] = { "A4", "A3", "A2", "A1", "A0", _("Custom"), NULL };
  GtkWidget *rows = atlas_layout_rows_new (), *size = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->title = make_entry (self, _("What the map is called"), G_CALLBACK (on_title));
  atlas_layout_rows_add (rows, _("Map Title"), self->title);
  for (guint i = 0; i < ATLAS_LAYOUT_N_FIELDS; i++)
    {
      self->fields[i] = make_entry (self, fields[i].hint != NULL ? _(fields[i].hint) : NULL, G_CALLBACK (on_field));
      atlas_layout_rows_add (rows, _(fields[i].title), self->fields[i]);
    }
  atlas_layout_rows_add_heading (rows, _("Paper"));
  self->template_list = make_template_list (self);
  atlas_layout_rows_add (rows, _("Template"), self->template_list);
  self->paper = atlas_layout_drop_down_new (paper_titles);
  g_signal_connect_swapped (self->paper, "notify::selected", G_CALLBACK (on_paper), self);
  atlas_layout_rows_add (rows, _("Paper Size"), self->paper);
  self->width = atlas_layout_spin_new (50.0, 5000.0, 1.0, 0);
  self->height = atlas_layout_spin_new (50.0, 5000.0, 1.0, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->width), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Width"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->height), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Height"), -1);
  g_signal_connect_swapped (self->width, "value-changed", G_CALLBACK (on_size), self);
  g_signal_connect_swapped (self->height, "value-changed", G_CALLBACK (on_size), self);
  gtk_widget_set_hexpand (self->width, TRUE);
  gtk_widget_set_hexpand (self->height, TRUE);
  gtk_box_append (GTK_BOX (size), self->width);
  gtk_box_append (GTK_BOX (size), self->height);
  self->size_row = atlas_layout_rows_add_wide (rows, _("Width and Height in Millimetres"), size);
  atlas_layout_rows_add (rows, _("Orientation"), make_orientation (self));
  atlas_layout_rows_add_heading (rows, _("Margins in Millimetres"));
  gtk_box_append (GTK_BOX (rows), make_margins (self));
  return rows;
}
