/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be looked at before printing: a button at the foot with how much there is, a list with a way to each place.  Main thread. */

#include "ui/atlas-layout-window-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* From the last change to looking again, milliseconds. */
#define CHECK_MS 400
/* A scale that is off by more is worth telling: a part of one. */
#define SCALE_PART 0.001

typedef struct
{
  char     *text;
  char     *element;   /* (nullable): what it is about */
  char     *field;     /* (nullable): of the page, that is missing */
  gboolean  mark;      /* the map can be marked as internal instead */
} Finding;

static void
finding_free (gpointer data)
{
  Finding *self = data;

  g_free (self->text);
  g_free (self->element);
  g_free (self->field);
  g_free (self);
}

static Finding *
add (GPtrArray  *findings,
     char       *text,
     const char *element)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->text = text;
  finding->element = g_strdup (element);
  g_ptr_array_add (findings, finding);
  return finding;
}

/* The first visible text that has this field. */
static const char *
find_text (AtlasPage  *page,
           const char *field)
{
  for (guint i = 0; i < atlas_page_get_n_elements (page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (page, i);

      if (element->kind == ATLAS_PAGE_TEXT && element->visible && strstr (atlas_page_get_text (page, element->id, "text"), field) != NULL)
        return element->id;
    }
  return NULL;
}

static void
check_texts (AtlasPage *page,
             GPtrArray *findings)
{
  const char *review = atlas_page_get_field (page, "review"), *secrecy = atlas_page_get_field (page, "secrecy");
  Finding *finding;

  if (*atlas_page_get_title (page) == '\0' && find_text (page, "{title}") != NULL)
    {
      finding = add (findings, g_strdup (_("The map has no title.")), find_text (page, "{title}"));
      finding->field = g_strdup ("title");
    }
  if ((review == NULL || *review == '\0') && (secrecy == NULL || *secrecy == '\0'))
    {
      finding = add (findings, g_strdup (_("There is no map review number: without one a map is for internal use only.")),
                     find_text (page, "{review}"));
      finding->field = g_strdup ("review");
      finding->mark = TRUE;
    }
}

static void
check_boxes (AtlasPage *page,
             GPtrArray *findings)
{
  const double width = atlas_page_get_width (page), height = atlas_page_get_height (page);

  for (guint i = 0; i < atlas_page_get_n_elements (page); i++)
    {
      const AtlasPageElement *element = atlas_page_get_element (page, i);
      const cairo_rectangle_t *box = &element->box;

      if (element->visible && (box->x < -0.01 || box->y < -0.01 || box->x + box->width > width + 0.01 || box->y + box->height > height + 0.01))
        add (findings,
             g_strdup_printf (_("“%s” reaches beyond the paper: that part is not printed."), atlas_page_kind_get_title (element->kind)),
             element->id);
    }
}

static void
check_scale (AtlasLayoutWindow *self,
             AtlasPage         *page,
             GPtrArray         *findings)
{
  const char *map = atlas_page_get_main_map (page);
  g_autoptr (AtlasMapFrame) frame = map != NULL ? atlas_page_view_dup_frame (self->view, map) : NULL;
  double scale, least, most, off;

  if (frame == NULL)
    return;
  scale = atlas_map_frame_get_scale (frame);
  atlas_map_frame_get_true_scales (frame, &least, &most);
  off = MAX (fabs (least / scale - 1.0), fabs (most / scale - 1.0));
  if (off > SCALE_PART)
    add (findings,
         g_strdup_printf (_("The scale is off by up to %.2f %% at the edges of the map: a system whose meridian is nearer is truer."),
                          off * 100.0),
         map);
}

/* Showing them. */

static const Finding *
get_finding (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "finding");
}

static void
on_activated (AtlasLayoutWindow *self,
              GtkListBoxRow     *row)
{
  const Finding *finding = get_finding (row);
  g_autofree char *element = g_strdup (finding->element), *field = g_strdup (finding->field);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->check_button));
  if (element != NULL)
    {
      atlas_page_editor_choose (self->editor, element);
      atlas_page_view_show_element (self->view, element);
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
  if (field != NULL)
    atlas_layout_panel_edit_field (self->panel, field);
}

static void
on_mark (AtlasLayoutWindow *self)
{
  AtlasPage *page = atlas_page_editor_begin (self->editor);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->check_button));
  /* Translators: printed on the map */
  atlas_page_set_field (page, "secrecy", _("For internal use only"));
  atlas_page_editor_take (self->editor, page, _("Mark as Internal"), NULL);
}

static GtkWidget *
make_row (AtlasLayoutWindow *self,
          Finding           *finding)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *label = gtk_label_new (finding->text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 42);
  gtk_label_set_width_chars (GTK_LABEL (label), 36);
  gtk_box_append (GTK_BOX (box), label);
  if (finding->mark)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (_("_Mark “For internal use only”"));

      gtk_widget_set_halign (button, GTK_ALIGN_START);
      gtk_widget_add_css_class (button, "small-button");
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_mark), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, finding->text, -1);
  g_object_set_data_full (G_OBJECT (row), "finding", finding, finding_free);
  return row;
}

static void
show (AtlasLayoutWindow *self,
      GPtrArray         *findings)
{
  GtkListBoxRow *row;
  g_autofree char *text = NULL;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->check_list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->check_list), GTK_WIDGET (row));
  for (guint i = 0; i < findings->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->check_list), make_row (self, g_ptr_array_index (findings, i)));
  if (findings->len == 0)
    text = g_strdup (_("Ready to print"));
  else
    text = g_strdup_printf (ngettext ("%u thing to look at", "%u things to look at", findings->len), findings->len);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->check_button), text);
  gtk_widget_set_sensitive (self->check_button, findings->len > 0);
}

static gboolean
on_check (gpointer data)
{
  AtlasLayoutWindow *self = data;
  AtlasPage *page = atlas_page_editor_get_page (self->editor);
  /* The rows own what they show. */
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();

  self->check_timer = 0;
  check_texts (page, findings);
  check_boxes (page, findings);
  check_scale (self, page, findings);
  show (self, findings);
  return G_SOURCE_REMOVE;
}

void
_atlas_layout_window_queue_check (AtlasLayoutWindow *self)
{
  g_clear_handle_id (&self->check_timer, g_source_remove);
  self->check_timer = g_timeout_add (CHECK_MS, on_check, self);
}

void
_atlas_layout_window_stop_check (AtlasLayoutWindow *self)
{
  g_clear_handle_id (&self->check_timer, g_source_remove);
  if (self->check_work != NULL)
    g_cancellable_cancel (self->check_work);
  g_clear_object (&self->check_work);
}

GtkWidget *
_atlas_layout_window_make_check (AtlasLayoutWindow *self)
{
  GtkWidget *popover = gtk_popover_new (), *scrolled = gtk_scrolled_window_new ();

  self->check_button = gtk_menu_button_new ();
  self->check_list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->check_list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->check_list, "layout-check");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check_list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Before printing"), -1);
  g_signal_connect_swapped (self->check_list, "row-activated", G_CALLBACK (on_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 380);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->check_list);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->check_button), popover);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->check_button), GTK_ARROW_UP);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->check_button), _("Ready to print"));
  gtk_widget_set_tooltip_text (self->check_button, _("What is to be looked at before printing"));
  gtk_widget_add_css_class (self->check_button, "flat");
  gtk_widget_set_sensitive (self->check_button, FALSE);
  return self->check_button;
}
